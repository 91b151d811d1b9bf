"""English, in the alphabet of SMS."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Thank you, see you {when}, {place}. To cancel: 2. To change: 3.",
    Answer.CANCELLED: "Cancelled: {when}, {place}. A mistake? Reply 0 within 15 minutes.",
    Answer.STAYS_OFF: "This appointment is cancelled: {when}, {place}. To book again: {phone} or {link}",
    Answer.SURE: "Do you cancel {when}, {place}? Reply 1 yes, 2 no.",
    Answer.KEEP: "Do you want to keep {when}, {place}? Reply 1 yes, 2 no.",
    Answer.STANDS: "Noted, nothing changes: see you {when}, {place}.",
    Answer.RESTORED: "It stands again: see you {when}, {place}.",
    Answer.MOVED: "It is changed: see you {when}, {place}. To cancel: 2.",
    Answer.TIMES: "{place}. Reply with a digit. {options}. Later: 3. To call us: {phone}",
    Answer.NO_TIMES: "No free time then. The team will reply, or call {phone}. Your appointment still stands.",
    Answer.TAKEN: "That time has just been taken. {options}. Later: 3. To call us: {phone}",
    Answer.WHICH: "Which appointment? Reply with a digit. {options}",
    Answer.LATE: "Noted, the team knows: you will be late {when}, {place}. {phone}",
    Answer.TOO_LATE: "It is too late to change it by text. The team reads your message. Urgent? Call {phone}.",
    Answer.ADVICE: "{service}. Appointment {when}, {place}. Reply 1: I come, 2: cancel, 3: change. Or call {phone}.",
    Answer.PASSED_ON: "{service}. The team reads your message and will reply. Urgent? Call {phone}.",
    Answer.NOTHING: "{service}. We find no coming appointment with this number. To book: {phone} or {link}",
    Answer.WELCOME_BACK: "{service}. You will get our texts again.",
    Answer.BOOKED: "Booked: {when}, {place}. Booking number {number}. To cancel: 2. To change: 3.",
    Answer.OFFER_OVER: "That time is no longer free. You stay on the list: we will text you the next one. {phone}",
    Answer.DECLINED: "Noted. You stay on the list: we will text you the next time that is free. {phone}",
    Answer.DECLINED_AND_STANDS: "Noted. Your appointment does not change: {when}, {place}. You stay on the list. {phone}",
    Answer.WAITING: "Noted. If an earlier time becomes free we will text you. Until then: {when}, {place}. {phone}",
    Answer.REFUSED: "Noted: we will not write to you about this again. If you change your mind: {phone}",
    Answer.INVITED: "To choose your time: {link} or {phone}",
}
