"""What a reader types and what a page says are cut to the same words."""

import json

import pytest

from bookproof import search
from bookproof.search.words import Rules, pieces
from bookproof.words import words


def rules(*languages):
    return Rules(words(language)["language"]["search"] for language in languages)


RULES = rules("ko", "en")

COMMON = "활성화 함수와 배치 처리. 행렬 곱은 퍼셉트론의 이미지, 이미 가중치. " * 3


def found(query: str, text: str, rules: Rules = RULES, common: str = COMMON) -> bool:
    """Look as Material's worker does: every word of the query begins a word there."""
    entry = {"location": "", "title": "", "text": text}
    frequent = {"location": "common/", "title": "", "text": common}
    index = search.extended([entry, frequent], rules)
    cut = index["config"]["separator"]
    [entry, _] = index["docs"]
    there = [
        word.lower()
        for field in ("text", "words")
        for word in pieces(entry.get(field, ""), cut)
    ]
    asked = [word.lower() for word in pieces(query, cut)]
    return bool(asked) and all(any(w.startswith(q) for w in there) for q in asked)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("함수", "활성화함수"),
        ("활성화함수", "활성화 함수"),
        ("배치 처리", "배치처리"),
        ("배치처리", "배치 처리"),
        ("퍼셉트론은", "퍼셉트론이란"),
        ("퍼셉트론이란 무엇인가", "퍼셉트론"),
        ("신경망은", "신경망에서도"),
        ("행렬곱", "행렬 곱"),
        ("행렬 곱", "행렬곱을"),
        ("곱의", "곱은"),
        ("원핫인코딩", "원-핫 인코딩"),
        ("미지전파", "미지 전파"),
        ("전파", "미지전파"),
        ("오버플로우", "오버플로가"),
        ("브로드캐스팅", "브로드캐스트는"),
        ("구현하기", "구현합니다"),
        ("계산하면", "계산된다"),
        ("AND게이트", "AND 게이트"),
        ("NumPy를", "NumPy의"),
        ("gates", "one gate"),
        ("gate", "two gates"),
        ("slices", "a slice"),
        ("classes", "a class"),
        ("biases", "a bias"),
        ("matrices", "a matrix"),
        ("arrays", "an array"),
        ("boundaries", "the boundary"),
        ("running", "it runs"),
        ("trained", "training"),
        ("activate", "activations"),
        ("normalise", "normalization"),
        ("classify", "classification"),
        ("minibatch", "a mini-batch"),
        ("mini-batch", "a mini batch"),
        ("gate", "and_gate(0, 1)"),
        ("andgate", "and_gate(0, 1)"),
        ("and_gate()", "and_gate(0, 1)"),
        ("default_rng", "np.random.default_rng(0)"),
        ("numpy.int", "np.int"),
        ("NotFoundError", "ModuleNotFoundError: no"),
        ("what is the gate", "a gate"),
        ("a<b", "a &lt; b"),
    ],
)
def test_one_word_in_two_forms(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("치처", "배치 처리"), ("비선형", "선형"), ("np.float", "np.int"), ("lt", "a &lt; b")],
)
def test_other_words_are_other_words(query, text):
    assert not found(query, text)


@pytest.mark.parametrize("word", ["차이", "결과", "이미지", "가중치", "바이어스", "np.int", "x", "bias"])
def test_what_looks_like_a_particle_or_a_compound_stays(word):
    assert pieces(word, RULES.separator(RULES.standing_alone([COMMON]))) == (word,)


def test_only_words_that_stand_alone_and_are_no_compounds_are_known():
    known = RULES.standing_alone(["신경망 신경망은 신경망의", "함수 함수 함수", "활성화 " * 3, "활성화함수 " * 3])
    assert known == {"신경망", "함수", "활성화"}


def test_each_language_gets_its_own_pages_unchanged(tmp_path):
    docs = [
        {"location": "ch02/", "title": "게이트", "text": "<p>활성화함수</p>"},
        {"location": "en/ch02/", "title": "Gates", "text": "<p>and_sigmoid</p>"},
        {"location": "reference/gates/", "title": "gates", "text": ""},
    ]
    path = tmp_path / "search" / "search_index.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"config": {}, "docs": docs}), "utf-8")
    search.split(tmp_path, ["", "en/"], RULES)
    korean = json.loads(path.read_text("utf-8"))
    english = json.loads((tmp_path / "en" / "search" / "search_index.json").read_text("utf-8"))
    assert [entry["location"] for entry in korean["docs"]] == ["ch02/", "reference/gates/"]
    assert [entry["location"] for entry in english["docs"]] == ["ch02/"]
    assert korean["docs"][0]["text"] == docs[0]["text"]
    assert "sigmoid" in english["docs"][0]["words"].split()
    assert korean["docs"][1]["boost"] < korean["docs"][0].get("boost", 1)
    assert set(korean["config"]["fields"]) == {"title", "text", "words"}


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("関数", "活性化関数"),
        ("活性化関数とは", "活性化関数を使います"),
        ("バッチ処理", "バッチ 処理"),
        ("バッチ処理", "バッチ処理の例"),
        ("softmax", "softmaxは関数です"),
        ("softmaxの", "softmax"),
        ("ノート", "2019年のノート"),
        ("gates", "one gate"),
    ],
)
def test_a_japanese_book_is_searched_too(query, text):
    assert found(query, text, rules("ja", "en"), "関数の例。処理の例。" * 3)


def test_other_japanese_words_are_other_words():
    assert not found("処置", "処理", rules("ja", "en"), "")
    assert not found("関数", "かんすう", rules("ja", "en"), "")


def test_a_book_in_one_language_still_finds_code():
    for language in ("ko", "en", "ja"):
        assert found("default_rng", "np.random.default_rng(0)", rules(language), "")
