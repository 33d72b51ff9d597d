"""What web shops tell of the payment reaches the review: tried cards, the name on the card, the bank's question."""

from __future__ import annotations

from app.channels import shopify, woocommerce
from app.channels.import_orders import preview_orders, take_import
from app.orders.models import Order
from tests.factories import clerk, make_product

AT = "2026-11-20T10:00:00Z"


def card(number: str, name: str = "") -> dict[str, str]:
    return {"credit_card_company": "Visa", "credit_card_number": f"•••• •••• •••• {number}", "credit_card_name": name}


def shopify_order(**more: object) -> dict[str, object]:
    return {
        "id": 1, "name": "#1", "created_at": AT, "currency": "EUR", "total_price": "14.90", "financial_status": "paid",
        "line_items": [{"sku": "MUG", "name": "Mug", "quantity": 1, "price": "14.90"}], "email": "a@shop.example",
        "shipping_address": {"name": "Ann Lee", "address1": "22 Strand Road", "city": "Bray", "zip": "A98 X2R1",
                             "country_code": "IE", "phone": "+353875550160"}, **more,
    }  # fmt: skip


def test_tried_cards_the_name_and_three_d_secure_reach_the_order(store):
    make_product("MUG", price="14.90", on_hand=9)
    secured = {"payment_method_details": {"card": {"three_d_secure": {"authenticated": True}}}}
    tries = [
        {"kind": "sale", "status": "failure", "created_at": AT, "payment_details": card("1111")},
        {"kind": "refund", "status": "success", "created_at": AT, "payment_details": card("9999")},
        {"kind": "sale", "status": "success", "created_at": AT, "payment_details": card("4242", "A LEE"),
         "receipt": secured},
    ]  # fmt: skip
    found = shopify.read_rest(shopify_order(transactions=tries))

    take_import(clerk, preview_orders(clerk, "shopify", "a.json", (found,)))

    signals = Order.get().signals
    assert [card[:3] for card in signals["cards"]] == [["Visa", "1111", False], ["Visa", "4242", True]]
    assert (signals["card_name"], signals["three_d_secure"]) == ("A LEE", True)


def test_an_export_that_says_nothing_of_the_card_leaves_nothing_behind(store):
    assert shopify.read_rest(shopify_order()).paid_by is None
    odd = [
        {"kind": "sale", "status": "success", "payment_details": None, "receipt": "text"},
        "no dict",
        {"kind": "sale", "status": "success", "payment_details": ["x"], "receipt": [1]},
    ]
    assert shopify.read_rest(shopify_order(transactions=odd)).paid_by is None
    assert shopify.read_rest(shopify_order(payment_details=card("4242"))).paid_by["cards"][0][1] == "4242"


def test_only_the_last_four_digits_of_a_number_are_kept():
    order = {"payment_details": {"credit_card_number": "4242 4242 4242 4242", "credit_card_company": "Visa"}}
    assert shopify.of_shopify(order)["cards"][0][:3] == ["Visa", "4242", True]


def test_woo_payments_tell_brand_and_last_digits():
    meta = [{"key": "_card_brand", "value": "visa"}, {"key": "last4", "value": "4242"}, {"key": "x", "value": {}}]
    order = {"meta_data": meta, "date_paid": AT, "date_paid_gmt": AT}
    assert woocommerce.of_woocommerce(order)["cards"][0][:3] == ["visa", "4242", True]
    assert woocommerce.of_woocommerce({"meta_data": []}) == {}
