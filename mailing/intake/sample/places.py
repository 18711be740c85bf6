"""Where the synthetic households live: the 21 municipalities of Region Hannover, their PLZ, and invented streets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of Region Hannover.

    Attributes:
        inhabitants: in thousands, rounded: its share of the households.
        sites: the keys of the sites (`sample_data/sites.csv`) that look after it.
    """

    name: str
    codes: tuple[str, ...]
    inhabitants: int
    sites: tuple[str, ...]


CITY_CODES = (
    "30159", "30161", "30163", "30165", "30167", "30169", "30171", "30173", "30175", "30177", "30179", "30419",
    "30449", "30451", "30453", "30455", "30457", "30459", "30519", "30521", "30539", "30559", "30625", "30627",
    "30629", "30655", "30657", "30659",
)  # fmt: skip
CITY_SITES = (
    "Hannover-Calenberger Neustadt",
    "Hannover-Kleefeld",
    "Hannover-Linden",
    "Hannover-List",
    "Hannover-Mitte",
    "Hannover-Südstadt",
    "Hannover-Vahrenwald",
)

MUNICIPALITIES = (
    Municipality("Hannover", CITY_CODES, 535, CITY_SITES),
    Municipality("Barsinghausen", ("30890",), 34, ("Barsinghausen",)),
    Municipality("Burgdorf", ("31303",), 31, ("Burgdorf",)),
    Municipality("Burgwedel", ("30938",), 20, ("Burgwedel",)),
    Municipality("Garbsen", ("30823", "30826", "30827"), 61, ("Garbsen",)),
    Municipality("Gehrden", ("30989",), 15, ("Ronnenberg",)),
    Municipality("Hemmingen", ("30966",), 19, ("Laatzen",)),
    Municipality("Isernhagen", ("30916",), 24, ("Langenhagen",)),
    Municipality("Laatzen", ("30880",), 42, ("Laatzen",)),
    Municipality("Langenhagen", ("30851", "30853", "30855"), 54, ("Langenhagen",)),
    Municipality("Lehrte", ("31275",), 44, ("Lehrte",)),
    Municipality("Neustadt am Rübenberge", ("31535",), 44, ("Neustadt am Rübenberge",)),
    Municipality("Pattensen", ("30982",), 15, ("Springe",)),
    Municipality("Ronnenberg", ("30952",), 24, ("Ronnenberg",)),
    Municipality("Seelze", ("30926",), 35, ("Seelze",)),
    Municipality("Sehnde", ("31319",), 24, ("Lehrte",)),
    Municipality("Springe", ("31832",), 29, ("Springe",)),
    Municipality("Uetze", ("31311",), 20, ("Burgdorf",)),
    Municipality("Wedemark", ("30900",), 30, ("Burgwedel",)),
    Municipality("Wennigsen", ("30974",), 14, ("Barsinghausen",)),
    Municipality("Wunstorf", ("31515",), 42, ("Wunstorf",)),
)

_STEMS = (
    "Ahorn", "Amsel", "Anemonen", "Bach", "Bahnhof", "Berg", "Birken", "Blumen", "Brunnen", "Buchen", "Drossel",
    "Eichen", "Erlen", "Eschen", "Falken", "Feld", "Fichten", "Finken", "Flieder", "Forst", "Garten", "Ginster",
    "Goethe", "Hasel", "Heide", "Hohe", "Holunder", "Jasmin", "Kastanien", "Kiefern", "Kirch", "Krokus", "Lerchen",
    "Lessing", "Linden", "Lilien", "Mühlen", "Markt", "Meisen", "Mozart", "Nelken", "Park", "Pappel", "Quellen",
    "Rosen", "Schiller", "Schlehen", "Schul", "Schwalben", "Sonnen", "Sperber", "Stern", "Süd", "Tannen", "Teich",
    "Tulpen", "Ulmen", "Veilchen", "Wald", "Weiden", "Wiesen", "Zeisig",
)  # fmt: skip
_ENDS = ("straße", "weg", "allee", "ring", "gasse", "winkel", "kamp", "stieg")
_OWN = (
    "Am Alten Bahndamm",
    "Am Dorfteich",
    "Am Sportplatz",
    "An der Breiten Wiese",
    "Auf dem Kampe",
    "Hinter den Höfen",
    "Im Großen Felde",
    "In der Steinbreite",
    "Lange-Hop-Straße",
    "Unter den Eichen",
    "Zum Försterhaus",
    "Über den Beeken",
)
STREETS = (*(stem + end for stem in _STEMS for end in _ENDS), *_OWN)
"""Streets as there might be; that one of them exists is chance."""

ADDITIONS = (
    "Hinterhaus",
    "Seitenflügel",
    "Aufgang B",
    "2. Obergeschoss links",
    "Wohnung 14",
    "Souterrain",
    "bei Schröder",
    "bei Petersen",
    "c/o Wegener",
)
