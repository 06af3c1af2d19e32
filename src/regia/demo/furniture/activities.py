"""The steps of a furniture maker's work, in business words."""

from regia.demo.journal import Activity

ACTIVITIES = (
    Activity("lead_created", "Contatto ricevuto", "Lead received", "lead", "marketing"),
    Activity("lead_contacted", "Contatto richiamato", "Lead contacted", "lead", "sales"),
    Activity("lead_lost", "Contatto perso", "Lead lost", "lead", "sales"),
    Activity("quote_requested", "Preventivo richiesto", "Quote requested", "quote", "sales"),
    Activity("quote_sent", "Preventivo inviato", "Quote sent", "quote", "sales"),
    Activity("quote_accepted", "Preventivo accettato", "Quote accepted", "quote", "sales"),
    Activity("quote_rejected", "Preventivo rifiutato", "Quote rejected", "quote", "sales"),
    Activity("shop_order_placed", "Ordine fatto nel negozio", "Shop order placed", "order", "marketing"),
    Activity("order_entered", "Ordine inserito", "Order entered", "order", "operations"),
    Activity("order_confirmed", "Ordine confermato", "Order confirmed", "order", "administration"),
    Activity("production_released", "Produzione lanciata", "Production released", "production", "operations"),
    Activity("production_started", "Lavorazione iniziata", "Production started", "production", "operations"),
    Activity("production_finished", "Lavorazione finita", "Production finished", "production", "operations"),
    Activity("purchase_sent", "Ordine a fornitore", "Purchase order sent", "purchase", "operations"),
    Activity("purchase_received", "Merce ricevuta", "Goods received", "purchase", "operations"),
    Activity("order_ready", "Ordine pronto", "Order ready", "order", "operations"),
    Activity("order_shipped", "Ordine spedito", "Order shipped", "order", "operations"),
    Activity("order_delivered", "Ordine consegnato", "Order delivered", "order", "operations"),
    Activity("order_cancelled", "Ordine annullato", "Order cancelled", "order", "sales"),
    Activity("order_invoiced", "Fattura emessa", "Invoice issued", "invoice", "administration"),
    Activity("payment_received", "Pagamento ricevuto", "Payment received", "payment", "administration"),
    Activity("ticket_opened", "Segnalazione aperta", "Ticket opened", "ticket", "customer_care"),
    Activity("ticket_answered", "Prima risposta", "First answer", "ticket", "customer_care"),
    Activity("ticket_reopened", "Segnalazione riaperta", "Ticket reopened", "ticket", "customer_care"),
    Activity("ticket_solved", "Segnalazione risolta", "Ticket solved", "ticket", "customer_care"),
    Activity("return_requested", "Reso richiesto", "Return requested", "return", "customer_care"),
    Activity("return_received", "Reso ricevuto", "Return received", "return", "operations"),
    Activity("return_credited", "Reso accreditato", "Return credited", "return", "administration"),
    Activity("return_refused", "Reso rifiutato", "Return refused", "return", "administration"),
)

# journey, its names, the object it follows, its activities
JOURNEYS = (
    ("lead_to_quote", "Dal contatto al preventivo", "From lead to quote", "quote",
     ("lead_created", "lead_contacted", "quote_requested", "quote_sent", "quote_accepted")),
    ("order_to_cash", "Dall'ordine all'incasso", "From order to cash", "order",
     ("order_entered", "order_confirmed", "production_released", "production_started", "production_finished",
      "order_ready", "order_shipped", "order_delivered", "order_invoiced", "payment_received")),
    ("ticket_to_solution", "Dalla segnalazione alla soluzione", "From ticket to solution", "ticket",
     ("ticket_opened", "ticket_answered", "ticket_solved")),
    ("return_to_credit", "Dal reso all'accredito", "From return to credit", "return",
     ("return_requested", "return_received", "return_credited")),
)  # fmt: skip
