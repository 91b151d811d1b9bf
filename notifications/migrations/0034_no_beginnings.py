from django.db import migrations

# Indexes that Django adds on PostgreSQL for LIKE 'beginning%': nobody looks for the beginning of a hash, a key or a name of ours.
_GONE = (
    "notifications_alert_kind_c26a62a7_like",
    "notifications_call_sid_d657e72c_like",
    "notifications_conversation_number_index_9803e221_like",
    "notifications_handset_inbox_8d9f043d_like",
    "notifications_inboundmessage_number_index_a68b9d8c_like",
    "notifications_inboundmessage_sid_38f10f3d_like",
    "notifications_message_key_0781d074_like",
    "notifications_message_to_index_7a09e2de_like",
    "notifications_pause_channel_d058b922_like",
    "notifications_simulatedcall_inbox_9928b463_like",
    "notifications_simulatedcall_key_7a0ac89d_like",
    "notifications_simulatedcall_sid_a980b31f_like",
    "notifications_spokenname_recording_index_bbe6916c_like",
    "notifications_staffreply_number_index_91a9eabf_like",
    "notifications_webhooktarget_public_id_1eed77a6_like",
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0033_next_steps")]

    # (SQLite never had them.)
    operations = [
        migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop, elidable=True)
        for name in _GONE
    ]
