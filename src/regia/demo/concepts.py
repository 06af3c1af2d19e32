"""What made-up systems hold data about: concepts, their attributes, and what those really are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attribute:
    """One property of a concept; `semantic_type` and `personal_data` as evidence tables name them."""

    name_it: str
    name_en: str
    semantic_type: str | None = None
    personal_data: str = "none"


@dataclass(frozen=True)
class Concept:
    """One business object and its attributes."""

    name_it: str
    name_en: str
    attributes: dict[str, Attribute]


_PERSON = {
    "number": Attribute("codice", "number", None, "identifier"),
    "name": Attribute("nominativo", "name", "person_name", "identifier"),
    "first_name": Attribute("nome", "first name", "first_name", "identifier"),
    "last_name": Attribute("cognome", "last name", "last_name", "identifier"),
    "company_name": Attribute("ragione sociale", "company name", "company_name"),
    "tax_code": Attribute("codice fiscale", "tax code", "tax_code", "identifier"),
    "vat_number": Attribute("partita IVA", "VAT number", "vat_number"),
    "birth_date": Attribute("data di nascita", "date of birth", None, "identifier"),
    "email": Attribute("e-mail", "e-mail", "email", "contact"),
    "phone": Attribute("telefono", "phone", "phone", "contact"),
    "street": Attribute("indirizzo", "street", "street", "contact"),
    "postal_code": Attribute("CAP", "postal code", "postal_code", "contact"),
    "city": Attribute("comune", "city", "municipality", "contact"),
    "province": Attribute("provincia", "province", "province", "contact"),
    "country": Attribute("nazione", "country", "country"),
    "iban": Attribute("IBAN", "IBAN", "iban", "identifier"),
    "pec": Attribute("PEC", "certified e-mail", "email", "contact"),
    "sdi_code": Attribute("codice destinatario", "e-invoice code"),
    "customer_type": Attribute("tipo cliente", "customer type", "status_code"),
    "payment_terms": Attribute("condizioni di pagamento", "payment terms", "status_code"),
    "sales_rep": Attribute("agente", "sales representative"),
    "marketing_consent": Attribute("consenso marketing", "marketing consent"),
    "health_note": Attribute("nota sulla salute", "health note", "free_text", "sensitive"),
}
_DOCUMENT = {
    "number": Attribute("numero", "number"),
    "date": Attribute("data", "date"),
    "customer": Attribute("cliente", "customer", None, "identifier"),
    "status": Attribute("stato", "status", "status_code"),
    "total": Attribute("totale", "total", "money"),
    "currency": Attribute("valuta", "currency", "currency"),
    "note": Attribute("nota", "note", "free_text"),
}
_LINE = {
    "number": Attribute("riga", "line number"),
    "product": Attribute("articolo", "product"),
    "quantity": Attribute("quantità", "quantity"),
    "unit_price": Attribute("prezzo unitario", "unit price", "money"),
    "discount": Attribute("sconto", "discount", "percent"),
    "amount": Attribute("importo", "amount", "money"),
}

CONCEPTS: dict[str, Concept] = {
    "customer": Concept("cliente", "customer", _PERSON),
    "contact": Concept("referente", "contact", _PERSON),
    "supplier": Concept("fornitore", "supplier", _PERSON),
    "employee": Concept("dipendente", "employee", _PERSON),
    "product": Concept(
        "prodotto",
        "product",
        {
            "number": Attribute("codice", "number"),
            "name": Attribute("descrizione", "name"),
            "ean": Attribute("EAN", "EAN", "ean"),
            "category": Attribute("categoria", "category", "status_code"),
            "price": Attribute("prezzo di listino", "list price", "money"),
            "cost": Attribute("costo", "cost", "money"),
            "weight": Attribute("peso", "weight"),
            "unit": Attribute("unità di misura", "unit", "status_code"),
            "supplier": Attribute("fornitore", "supplier"),
            "active": Attribute("in vendita", "active"),
        },
    ),
    "campaign": Concept(
        "campagna",
        "campaign",
        {
            "number": Attribute("codice", "number"),
            "name": Attribute("nome", "name"),
            "date": Attribute("inizio", "start"),
            "end": Attribute("fine", "end"),
            "channel": Attribute("canale", "channel", "status_code"),
            "budget": Attribute("budget", "budget", "money"),
        },
    ),
    "quote": Concept(
        "preventivo",
        "quote",
        {
            **_DOCUMENT,
            "decided": Attribute("decisione", "decision date"),
            "expected": Attribute("chiusura prevista", "expected close"),
            "probability": Attribute("probabilità", "probability", "percent"),
        },
    ),
    "quote_line": Concept("riga preventivo", "quote line", {**_LINE, "document": Attribute("preventivo", "quote")}),
    "order": Concept(
        "ordine",
        "order",
        {
            **_DOCUMENT,
            "due": Attribute("consegna richiesta", "requested delivery"),
            "confirmed": Attribute("conferma", "confirmation"),
            "channel": Attribute("canale", "channel", "status_code"),
            "payment_terms": Attribute("condizioni di pagamento", "payment terms", "status_code"),
        },
    ),
    "order_line": Concept("riga ordine", "order line", {**_LINE, "document": Attribute("ordine", "order")}),
    "production": Concept(
        "ordine di produzione",
        "production order",
        {
            "number": Attribute("numero", "number"),
            "order": Attribute("ordine", "order"),
            "product": Attribute("articolo", "product"),
            "quantity": Attribute("quantità", "quantity"),
            "released": Attribute("lancio", "release"),
            "started": Attribute("inizio", "start"),
            "finished": Attribute("fine", "end"),
            "planned": Attribute("fine prevista", "planned end"),
            "status": Attribute("stato", "status", "status_code"),
        },
    ),
    "purchase": Concept(
        "ordine a fornitore",
        "purchase order",
        {
            "number": Attribute("numero", "number"),
            "supplier": Attribute("fornitore", "supplier"),
            "product": Attribute("articolo", "product"),
            "quantity": Attribute("quantità", "quantity"),
            "date": Attribute("data", "date"),
            "due": Attribute("consegna prevista", "promised delivery"),
            "received": Attribute("ricevimento", "receipt"),
            "amount": Attribute("importo", "amount", "money"),
        },
    ),
    "shipment": Concept(
        "spedizione",
        "shipment",
        {
            "number": Attribute("numero", "number"),
            "order": Attribute("ordine", "order"),
            "date": Attribute("data", "date"),
            "picked": Attribute("prelievo", "picking"),
            "delivered": Attribute("consegna", "delivery"),
            "carrier": Attribute("vettore", "carrier", "status_code"),
            "parcels": Attribute("colli", "parcels"),
            "weight": Attribute("peso", "weight"),
        },
    ),
    "invoice": Concept(
        "fattura",
        "invoice",
        {
            **_DOCUMENT,
            "order": Attribute("ordine", "order"),
            "due": Attribute("scadenza", "due date"),
            "tax": Attribute("imposta", "tax", "money"),
        },
    ),
    "payment": Concept(
        "pagamento",
        "payment",
        {
            "number": Attribute("numero", "number"),
            "invoice": Attribute("fattura", "invoice"),
            "date": Attribute("data", "date"),
            "amount": Attribute("importo", "amount", "money"),
            "method": Attribute("modalità", "method", "status_code"),
        },
    ),
    "ticket": Concept(
        "segnalazione",
        "ticket",
        {
            "number": Attribute("numero", "number"),
            "customer": Attribute("cliente", "customer", None, "identifier"),
            "subject": Attribute("oggetto", "subject", "free_text"),
            "opened": Attribute("apertura", "opened"),
            "answered": Attribute("prima risposta", "first answer"),
            "solved": Attribute("soluzione", "solved"),
            "status": Attribute("stato", "status", "status_code"),
            "category": Attribute("categoria", "category", "status_code"),
            "order": Attribute("ordine", "order"),
        },
    ),
    "return": Concept(
        "reso",
        "return",
        {
            "number": Attribute("numero", "number"),
            "order": Attribute("ordine", "order"),
            "product": Attribute("articolo", "product"),
            "quantity": Attribute("quantità", "quantity"),
            "date": Attribute("data", "date"),
            "received": Attribute("ricevimento", "receipt"),
            "customer": Attribute("cliente", "customer", None, "identifier"),
            "reason": Attribute("motivo", "reason", "status_code"),
            "status": Attribute("stato", "status", "status_code"),
        },
    ),
}


def attribute(concept: str | None, name: str) -> Attribute | None:
    """Return an attribute of a concept, or None where the concept has no such attribute."""
    known = CONCEPTS.get(concept or "")
    return known.attributes.get(name) if known else None
