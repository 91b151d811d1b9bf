"""What a page says of its own language, in that language. Not in a catalogue: it is said when the catalogue lacks something.

{phone} stands for the number of the service; where there is none, the sentence with it is left out. Pure.
"""

# The page is in French, because a text is not translated yet.
IN_FRENCH = {
    "ar": "هذه الصفحة غير مترجمة بعد إلى العربية. نعرضها عليكم بالفرنسية.",
    "uk": "Цю сторінку ще не перекладено українською. Показуємо її французькою.",
    "tr": "Bu sayfa henüz Türkçeye çevrilmedi. Size Fransızca gösteriyoruz.",
    "pt": "Esta página ainda não está traduzida em português. Mostramo-la em francês.",
    "es": "Esta página todavía no está traducida al español. Se la mostramos en francés.",
}
# Nobody of the team has confirmed the texts yet.
BY_MACHINE = {
    "ar": "ترجمت آلة هذه الصفحة ولم يراجعها أحد بعد.",
    "uk": "Цю сторінку переклав компʼютер, її ще ніхто не перевірив.",
    "tr": "Bu sayfayı bir makine çevirdi, henüz kimse okumadı.",
    "pt": "Esta página foi traduzida por uma máquina e ainda ninguém a leu.",
    "es": "Esta página la ha traducido una máquina y todavía no la ha leído nadie.",
}
CALL = {
    "ar": "إذا كان هناك شيء غير واضح، اتصلوا بنا على الرقم {phone}.",
    "uk": "Якщо щось незрозуміло, телефонуйте нам: {phone}.",
    "tr": "Anlamadığınız bir şey varsa bizi arayın: {phone}.",
    "pt": "Se alguma coisa não estiver clara, ligue-nos: {phone}.",
    "es": "Si algo no está claro, llámenos: {phone}.",
}
