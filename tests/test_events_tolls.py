"""How many died and were hurt, as sentences of news put it."""

from __future__ import annotations

import pytest

from geo.events.sentences import read_document
from geo.events.tolls import read_tolls
from geo.records import Article


def counts(text):
    (sentence,) = read_document(Article(id="a", text=text)).sentences
    return {toll.kind: toll.best for toll in read_tolls(sentence)}


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Shelling killed at least nine civilians at the camp.", 9),
        ("The raid killed over 20 villagers.", 20),
        ("Gunmen attacked the village, killing at least 11 people, residents and police said.", 11),
        ("Gunmen attacked the village, killing 11 people, residents and the police said.", 11),
        ("Police shot dead two men and a woman.", 3),
        ("A dozen people lost their lives in the blast.", 12),
        ("Eight people, among them a child, were killed on Tuesday.", 8),
        ("The blast claimed the lives of 12 people.", 12),
        ("Au moins huit personnes, dont des membres d'un gang, ont été tuées mardi soir.", 8),
        ("Trois soldats et deux civils ont trouvé la mort.", 5),
        ("Trois militaires maliens ont péri jeudi dans l'explosion.", 3),
        ("Cuatro campesinos perdieron la vida en el ataque.", 4),
        ("Los cuerpos de tres surfistas fueron hallados con disparos.", 3),
        ("Mataron a tiros a dos hombres en la plaza.", 2),
        ("Se registraron al menos 4 fallecidos.", 4),
        ("No one was killed in the attack.", 0),
        ("Police fired at students protesting over the death of Mahsa Amini.", None),
        ("Los vecinos protestaron por el asesinato de un líder.", None),
        ("Between 20 and 30 people were killed.", 20),
        ("Une quarantaine de militaires ont été tués.", 40),
        ("Quatre-vingt-dix civils sont morts.", 90),
        ("El helicóptero fue derribado y murieron doce uniformados.", 12),
        ("Three police officers were wounded when a bomb went off.", None),
    ],
)
def test_the_dead_are_counted_as_told(text, dead):
    assert counts(text).get("dead") == dead
