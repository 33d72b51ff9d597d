"""What would clear each reason: one thing to do, to be ticked when it was done and found in order."""

from __future__ import annotations

from app.core.i18n import N_
from app.review.rules import RULES

CLEARS = {
    "blocked": N_("Take it off the block list, if it is wrong."),
    "contradiction": N_("Compare with the web shop, put the lines right."),
    "cards_declined": N_("Ask for a bank transfer."),
    "amount": N_("Call back on the number that is known."),
    "quantity_unusual": N_("Ask the customer for the quantity."),
    "quantity_own": N_("Ask the customer for the quantity."),
    "bulk": N_("Ask whether as many are meant."),
    "price_unusual": N_("Check the price of the line."),
    "first_order": N_("Call the customer and speak about it."),
    "cash_on_delivery": N_("Ask for a deposit."),
    "far_from_billing": N_("Ask who receives the goods."),
    "same_again": N_("Ask whether it was entered twice."),
    "repeat_minutes": N_("Ask whether both orders are meant."),
    "same_contact": N_("Ask whether both belong together."),
    "card_name": N_("Ask whose card it is."),
    "refused_before": N_("Ask for payment in advance."),
    "cancelled_before": N_("Ask for payment in advance."),
    "address_doubt": N_("Put the address right with the customer."),
    "phone_doubt": N_("Ask for a number that can be dialed."),
    "email_doubt": N_("Ask for another e-mail address."),
    "express": N_("Offer the ordinary service."),
    "resell": N_("Ask what the goods are for."),
    "discount_large": N_("Ask who gave the discount and why."),
    "price_overridden": N_("Ask who changed the price and why."),
    "phone_confirmed": "",
    "known_customer": "",
    "trusted": "",
}
ASK_THEM = N_("Speak with whoever asked.")  # of the reason that a person gave
assert CLEARS.keys() == RULES.keys()
