from django.db import migrations

# Indexes that Django adds on PostgreSQL for LIKE 'beginning%': nobody looks for the beginning of a hash, a key or a name of ours.
_GONE = (
    "bookings_apikey_secret_hash_57b7bcf6_like",
    "bookings_appointment_idempotency_key_8fd4ac69_like",
    "bookings_calendarfeed_token_hash_4870fc13_like",
    "bookings_callback_idempotency_key_d4ee9e96_like",
    "bookings_callback_last4_eb0b7270_like",
    "bookings_callback_phone_index_5d9bc9ed_like",
    "bookings_confirmationcode_phone_index_c48e65ce_like",
    "bookings_contact_last4_2bb5e3ba_like",
    "bookings_contact_value_index_b32e0761_like",
    "bookings_goal_form_key_7dc06487_like",
    "bookings_interruption_idempotency_key_c20e78e7_like",
    "bookings_keptanswer_key_e5b7a14f_like",
    "bookings_linktoken_token_hash_3a524d18_like",
    "bookings_madebyapi_public_id_3c58e9ed_like",
    "bookings_nextstep_form_key_f9bb70e3_like",
    "bookings_referral_idempotency_key_dd824761_like",
    "bookings_referral_number_6953676d_like",
    "bookings_referral_public_id_55033ba1_like",
    "bookings_referralfile_public_id_ae34f9b9_like",
    "bookings_referrerlink_token_hash_27305bbf_like",
    "bookings_registration_idempotency_key_9aa11069_like",
    "bookings_registration_token_hash_66d74ef2_like",
    "bookings_setupfile_public_id_a28151c6_like",
    "bookings_surveyrequest_code_hash_8873df18_like",
    "bookings_surveyrequest_token_hash_baed8a00_like",
    "bookings_turn_idempotency_key_16549204_like",
    "bookings_waitingentry_idempotency_key_1bfc2c50_like",
    "bookings_workshop_public_id_b23c4f64_like",
)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0055_communes_in_the_territorys_figures")]

    # (SQLite never had them.)
    operations = [
        migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop, elidable=True)
        for name in _GONE
    ]
