"""Kind words: they may stand around what is said, and ask for nothing when they stand alone. Seven languages."""

from notifications.talk.senses import Sense

PHRASES: dict[Sense, tuple[str, ...]] = {
    Sense.THANKS: (
        "(merci|un grand merci|mille merci|grand merci) [bien|beaucoup|bcp|a vous|a tous|encore|"
        "infiniment|d avance|par avance|a toute l equipe|beaucoup a vous]",
        "(pour le rappel|du rappel|pour votre rappel|pour le message|pour votre message|de votre "
        "message|pour l info|pour l information|pour votre aide|pour tout|de me le rappeler)",
        "(bonne|bon|belle|excellente) (journee|soiree|nuit|fin de journee|semaine|week end|weekend|we|"
        "apres midi|dimanche|reception|continuation) [a vous|a tous|egalement]",
        "(bonnes fetes|bonne annee|joyeux noel|bonne fin de semaine|bon courage|a vous aussi|vous "
        "aussi|de rien|je vous en prie)",
        "a (demain|bientot|plus|plus tard|tout a l heure|toute a l heure|toute|toutes|tte|tt|tout de "
        "suite|la semaine prochaine|tres vite|tres bientot) [alors|donc]",
        "(au revoir|aurevoir|bye|ciao|au plaisir|a+|a pluss|bisous|bises)",
        "(cordialement|bien cordialement|cdt|cdlt|bien a vous|sincerement|respectueusement|salutations|"
        "mes salutations|sinceres salutations)",
        "(bien recu|bien note|note|c est note|j ai note|j ai bien note|je note|c est bien note|recu|"
        "message recu|bien recu votre message|j ai bien recu|j ai bien recu votre message|compris|j ai "
        "compris|bien compris|ras)",
        "(super|genial|top|cool|formidable|excellent|c est gentil|tres gentil|vous etes gentil|vous "
        "etes gentille|c est tres gentil)",
        "(pas de souci|pas de soucis|pas de probleme|pas de problemes|aucun souci|aucun probleme|pas "
        "de pb|sans souci|sans probleme|sans faute|tkt|pas de changement|pas de changements|sans "
        "changement|pas de problem)",
        "(avec plaisir|avec grand plaisir|alors|donc|voila|hein)",
        "(thank you|thanks|thx|thank you very much|thanks a lot|many thanks|ty|thank u|cheers) [for "
        "the reminder|for your message|for your help]",
        "see you [tomorrow|soon|later|then|there|on monday|on tuesday|on wednesday|on thursday|on friday]",
        "(have a nice day|have a good day|good bye|goodbye|best regards|kind regards|regards|no "
        "problem|no worries|noted|great|no change|no changes|perfect thanks|got it)",
        "(شكرا|شكرا لكم|شكرا لك|شكرا جزيلا|الف شكر|مع السلامة|جزاك الله خيرا|بارك الله فيك|الى اللقاء|"
        "إلى الغد)",
        "(дякую|щиро дякую|дуже дякую|спасибі|до зустрічі|до завтра|спасибо|большое спасибо|гарного "
        "дня|до побачення)",
        "(teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|sağ ol|sağ olun|sağolun|"
        "sağol|görüşmek üzere|iyi günler|yarın görüşürüz)",
        "(obrigado|obrigada|muito obrigado|muito obrigada|até amanhã|até logo|até breve|bom fim de semana)",
        "(gracias|muchas gracias|mil gracias|hasta mañana|hasta luego|hasta pronto|buen día)",
    ),
    Sense.GREETS: (
        "(bonjour|bonsoir|bjr|bsr|bonjours|salut|slt|coucou|cc|allo|re bonjour|rebonjour|bonjour a "
        "vous|bonjour a tous|bonjour madame monsieur)",
        "(madame|monsieur|mme|mr|messieurs|mesdames|madame monsieur|messieurs dames)",
        "(hello|hi|hey|good morning|good afternoon|good evening|dear sir|dear madam|sir|madam)",
        "(مرحبا|السلام عليكم|سلام|صباح الخير|مساء الخير|اهلا|وعليكم السلام)",
        "(добрий день|доброго дня|добрий вечір|вітаю|привіт|здравствуйте|добрый день)",
        "(merhaba|selam|günaydın|iyi akşamlar|merhabalar)",
        "(olá|ola|bom dia|boa tarde|boa noite)",
        "(hola|buenos días|buenas tardes|buenas noches|buenas)",
    ),
    Sense.PLEASE: (
        "(svp|stp|s il vous plait|s il te plait|sil vous plait|si vous plait|s il vs plait|merci de|"
        "veuillez)",
        "(please|pls|plz|من فضلك|من فضلكم|رجاء|لطفا|будь ласка|пожалуйста|lütfen|por favor|se faz favor)",
    ),
    Sense.SORRY: (
        "[je suis] [vraiment|tres|infiniment] (desole|navre|navree) [de vous prevenir si tard|pour ce "
        "contretemps|pour l imprevu|pour le derangement]",
        "(pardon|excusez moi|excuse moi|mes excuses|toutes mes excuses|je m excuse|malheureusement|"
        "veuillez m excuser)",
        "(sorry|so sorry|i m sorry|im sorry|my apologies|unfortunately|apologies)",
        "(اسف|آسف|آسفة|عذرا|معذرة|للاسف|вибачте|на жаль|пробачте|извините|к сожалению)",
        "(özür dilerim|maalesef|üzgünüm|kusura bakmayın|desculpe|desculpa|peço desculpa|lamento|"
        "infelizmente)",
        "(lo siento|perdón|disculpe|disculpen|lamentablemente)",
    ),
}
