"""The steps of a wholesaler's work, in business words."""

from regia.demo.journal import Activity

ACTIVITIES = (
    Activity("visit_made", "Visita fatta", "Visit made", "quote", "sales"),
    Activity("offer_requested", "Offerta richiesta", "Offer requested", "quote", "sales"),
    Activity("offer_sent", "Offerta inviata", "Offer sent", "quote", "sales"),
    Activity("offer_accepted", "Offerta accettata", "Offer accepted", "quote", "sales"),
    Activity("offer_rejected", "Offerta rifiutata", "Offer rejected", "quote", "sales"),
    Activity("portal_order_placed", "Ordine dal portale", "Portal order placed", "order", "sales"),
    Activity("edi_order_received", "Ordine EDI ricevuto", "EDI order received", "order", "it"),
    Activity("order_entered", "Ordine inserito", "Order entered", "order", "sales"),
    Activity("credit_released", "Fido concesso", "Credit released", "order", "administration"),
    Activity("purchase_sent", "Ordine a fornitore", "Purchase order sent", "purchase", "purchasing"),
    Activity("purchase_received", "Merce ricevuta", "Goods received", "purchase", "logistics"),
    Activity("job_received", "Ordine al magazzino", "Order at the warehouse", "order", "logistics"),
    Activity("order_picked", "Ordine prelevato", "Order picked", "order", "logistics"),
    Activity("order_packed", "Ordine imballato", "Order packed", "order", "logistics"),
    Activity("order_shipped", "Ordine spedito", "Order shipped", "order", "logistics"),
    Activity("order_invoiced", "Fattura emessa", "Invoice issued", "invoice", "administration"),
    Activity("payment_received", "Pagamento ricevuto", "Payment received", "payment", "administration"),
    Activity("case_opened", "Pratica aperta", "Case opened", "ticket", "customer_care"),
    Activity("case_answered", "Prima azione", "First action", "ticket", "customer_care"),
    Activity("case_closed", "Pratica chiusa", "Case closed", "ticket", "customer_care"),
    Activity("return_announced", "Reso annunciato", "Return announced", "return", "customer_care"),
    Activity("return_arrived", "Reso arrivato", "Return arrived", "return", "logistics"),
)
JOURNEYS = (
    ("offer_to_order", "Dall'offerta all'ordine", "From offer to order", "quote",
     ("offer_requested", "offer_sent", "offer_accepted")),
    ("order_to_cash", "Dall'ordine all'incasso", "From order to cash", "order",
     ("order_entered", "credit_released", "job_received", "order_picked", "order_packed", "order_shipped",
      "order_invoiced", "payment_received")),
    ("case_to_close", "Dalla pratica alla chiusura", "From case to closure", "ticket",
     ("case_opened", "case_answered", "case_closed")),
)  # fmt: skip
