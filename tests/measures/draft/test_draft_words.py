"""What names of events say."""

import pytest

from wayline.measures.draft.words import alike, is_asset, phrase, prefixes, slug, tells_leaving, tells_success


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("signup", "sign up"),
        ("submit_TMA", "submit TMA"),
        ("add_to_cart", "add to cart"),
        ("product_view", "view product"),
        ("order_placed", "have order placed"),
        ("payment_error", "meet payment error"),
        ("home", "come to home"),
        ("/", "open the home page"),
        ("Product Viewed", "view product"),
        ("Order Completed", "complete order"),
        ("user_signed_up", "sign up"),
        ("userSignedUp", "sign up"),
        ("SIGN_UP", "sign up"),
        ("order_shipped", "have order shipped"),
        ("deliver", "have it delivered"),
        ("first_import", "import for the first time"),
        ("GET /blog/why.html?page=2", "open blog why with page 2"),
        ("POST https://shop.example/cart", "send cart"),
        ("", "do something without a name"),
        ("\x1b[31m", "come to 31m"),
    ],
)
def test_a_name_becomes_what_somebody_does(name, says):
    assert phrase(name) == says


@pytest.mark.parametrize(
    ("name", "leaves"),
    [
        ("cancel", True), ("unregister", True), ("subscription_cancelled", True), ("accountDeleted", True), ("churn", True), ("Kündigung", True),
        ("purchase", False), ("release_notes", False), ("/blog/why-i-left-the-cloud.html", False),
    ],
)  # fmt: skip
def test_names_that_tell_of_leaving(name, leaves):
    assert tells_leaving(name) is leaves


def test_success_is_neither_trouble_nor_leaving():
    assert tells_success("purchase")
    assert not tells_success("purchase_failed")
    assert not tells_success("cancel_order")


def test_a_file_that_pages_load_is_no_act():
    assert is_asset("/style2.css")
    assert is_asset("GET /robots.txt")
    assert not is_asset("/projects/")


def test_beginnings_of_a_name_from_the_longest():
    assert prefixes("GET /blog/geekery") == ["GET /blog/", "GET /"]


def test_near_synonyms_share_a_word_or_most_letters():
    assert alike("order_placed", "order_created")
    assert alike("signup", "sign_ups")
    assert not alike("cart", "home")


def test_ids_are_free_and_begin_with_a_letter():
    taken = {"START"}
    assert [slug(name, taken) for name in ("Pay!", "pay", "7 days", "map", "***")] == [
        "pay", "pay-2", "step-7-days", "step-map", "step",
    ]  # fmt: skip
