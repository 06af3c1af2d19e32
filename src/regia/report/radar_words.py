"""What the two pages of the quick assessment say, in both languages."""

from regia.assess.disclosure import Group
from regia.errors import Language, Text
from regia.wording import number

MOST_BESIDE = 6

GROUPS: dict[Group, Text] = {
    "it": Text("IT", "IT"),
    "business": Text("Business", "Business"),
    "all": Text("Tutti insieme", "All together"),
}
PROBLEMS: dict[str, Text] = {
    "nobody": Text("nessuno", "nobody"),
    "several": Text("più di uno", "several"),
    "supplier": Text("il fornitore", "the supplier"),
}
MADE_UP = Text("azienda inventata", "made-up company")
ROUND = Text(
    "Giro {round}, chiuso il {day:date} · hanno risposto {it:persona|persone} dell'IT e {business} del business",
    "Round {round}, closed on {day:date} · answered by {it:person|people} of IT and {business} of the business",
)
NO_ROUND = Text("Al {day:date} · nessun giro di risposte chiuso", "As of {day:date} · no round of answers closed")
NOTHING_YET = Text(
    "Mancano le risposte: qui si legge ciò che è già dichiarato e misurato.",
    "Answers are missing: here is what is declared and measured already.",
)
LOWEST = Text("Il punto più debole è «{area}».", "The weakest point is '{area}'.")
WIDEST = Text(
    "Le due parti si dividono di più su «{area}», dove {who}.",
    "The two sides differ most on '{area}', where {who}.",
)
IT_HIGHER = Text("l'IT vede meglio di quanto veda il business", "IT sees things better than the business does")
BUSINESS_HIGHER = Text("il business vede meglio di quanto veda l'IT", "the business sees things better than IT does")
ALIKE = Text("Su nessuna area le due parti si dividono davvero.", "On no area do the two sides really differ.")
MEASURED = Text("Misurato", "Measured")
PICTURE = Text("Le sei aree viste dai due lati", "The six areas as both sides see them")
PICTURE_SAYS = Text(
    "Un radar di sei assi da 1 a 5; la superficie fra i due contorni è la distanza fra IT e business.",
    "A radar of six axes from 1 to 5; the surface between the two outlines is the gap between IT and business.",
)
HIDDEN = Text(
    "{side}: {count:persona|persone}. Non si mostra: servono {fewest} persone, anche per sottrazione.",
    "{side}: {count:person|people}. Not shown: {fewest} people are needed, by subtraction too.",
)
SURE = Text("fra i cinque nel {part:share} dei ricampionamenti", "among the five in {part:share} of resamples")
WOULD_CHANGE = Text(
    "«{option}» se, per {dimension}, si dicesse: {state}.", "'{option}' if, on {dimension}, one could say: {state}."
)
COST = Text("da {low} a {high} l'anno", "{low} to {high} a year")
NO_COST = Text("costo da indicare in regia.toml", "cost to be given in regia.toml")
FILL_MAP = Text(
    "Compilare la mappa delle responsabilità: tredici materie, un ruolo che decide per ciascuna.",
    "Fill the map of responsibilities: thirteen matters, one deciding role each.",
)
MEND_MAP = Text(
    "Dare un ruolo che decide alle materie segnate qui sopra.", "Give one deciding role to the matters marked above."
)
CHECK_UP = Text(
    "Un GamePlan Check Up: misurare sui dati ciò che qui è solo detto.",
    "A GamePlan Check Up: measure on the data what is only said here.",
)
LOOK_AT_FINDINGS = Text(
    "Leggere insieme i rilievi del check-up sui punti più deboli.",
    "Read the check-up's findings on the weakest points together.",
)
FIRST_ROUND = Text(
    "Far rispondere almeno cinque persone per lato, poi chiudere il giro.",
    "Have at least five people a side answer, then close the round.",
)
NEXT_ROUND = Text(
    "Ripetere il giro fra sei mesi e guardare la differenza.", "Repeat the round in six months and look at the change."
)
METHOD = Text(
    "Scala da 1 a 5 con livelli descritti; medie con intervallo bootstrap al 95 %. Nulla su meno di {fewest} persone. "
    "Il livello misurato viene da quote contate nei sistemi o in regia.toml, su una scala fissa. "
    "Sei aree: J. Luftman, 2000.",
    "Scale of 1 to 5 with described levels; means with 95% bootstrap intervals. Nothing on fewer than {fewest} people. "
    "The measured level comes from shares counted in systems or in regia.toml, on a fixed scale. "
    "Six areas: J. Luftman, 2000.",
)

_WORDS: dict[str, Text] = {
    "subtitle": Text(
        "La valutazione rapida di tecnologia e business", "The quick assessment of technology and business"
    ),
    "areas": Text("Le sei aree, da 1 a 5", "The six areas, from 1 to 5"),
    "area": Text("Area", "Area"),
    "gap": Text("Distanza", "Gap"),
    "measured": Text("Misurato", "Measured"),
    "reading": Text(
        "Accanto a ogni media, quanto è cambiata dal giro prima; sotto, il suo intervallo. Distanza: IT meno business, "
        "marcata dove è sicura.",
        "Beside each mean, its change since the round before; below, its interval. Gap: IT minus business, "
        "marked where it is sure.",
    ),
    "risks": Text("I cinque rischi che contano di più", "The five risks that matter most"),
    "first_step": Text("Primo passo", "First step"),
    "no_risks": Text(
        "I rischi si leggono quando un giro di risposte è chiuso, o quando qualcosa è misurato.",
        "Risks are read once a round of answers is closed, or something is measured.",
    ),
    "who": Text("Chi decide che cosa", "Who decides what"),
    "matter": Text("Materia", "Matter"),
    "decides": Text("Decide", "Decides"),
    "does": Text("Fa", "Does"),
    "heard": Text("da sentire", "to be heard"),
    "no_map": Text(
        "La mappa delle responsabilità non è ancora compilata: visione, dati, fornitori, sicurezza... "
        "per ciascuna materia un ruolo che decide. Si scrive in regia.toml, sezione [responsibilities].",
        "The map of responsibilities is not filled yet: vision, data, suppliers, security... for each matter "
        "one role that decides. It is written in regia.toml, section [responsibilities].",
    ),
    "guidance": Text("La guida che serve", "The guidance that fits"),
    "no_advice": Text(
        "Non c'è un consiglio: mancano risposte sufficienti su una delle cinque dimensioni (direzione, mandato, "
        "squadra, consegna, sistemi). Ciò che non si sa non è un giudizio.",
        "There is no advice: answers are not enough on one of the five dimensions (direction, mandate, team, delivery, "
        "systems). What is not known is no verdict.",
    ),
    "days": Text("I primi 90 giorni", "The first 90 days"),
    "exit": Text("Quando finisce", "When it ends"),
    "cost": Text("Costo", "Cost"),
    "changes": Text("Cambierebbe in", "It would change to"),
    "no_changes": Text("Nessuna singola risposta lo cambierebbe.", "No single answer would change it."),
    "others": Text("Le quattro forme", "The four forms"),
    "beside": Text("Detto e misurato", "Said and measured"),
    "no_beside": Text("Ancora nulla di misurato.", "Nothing measured yet."),
    "elsewhere": Text("Altrove", "Elsewhere"),
    "here": Text("Qui (livello)", "Here (level)"),
    "steps": Text("I prossimi passi", "Next steps"),
    "page": Text("pagina", "page"),
}


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        """Return a text in this language."""
        return text.say(self.language)

    def all(self) -> dict[str, str]:
        """Return every fixed word by name."""
        return {name: self(text) for name, text in _WORDS.items()}

    def sentence(self, text: Text) -> str:
        """Return a text as a sentence: with a capital and a full stop."""
        said = self(text)
        return f"{said[:1].upper()}{said[1:]}."

    def signed(self, value: float) -> str:
        """Return a difference with its sign; what rounds to nothing has none."""
        rounded = round(value, 1)
        if rounded == 0:
            return number(0.0, self.language, decimals=1)
        return ("+" if rounded > 0 else "−") + number(abs(rounded), self.language, decimals=1)
