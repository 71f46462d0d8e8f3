"""Characters as tokens, in the form `@xenova/transformers` reads (a BERT word-piece tokenizer of single characters)."""

import json
import pathlib
import unicodedata

from model import CLS, SEP, SPECIAL, UNK

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def build(texts, minimum: int = 1) -> dict[str, int]:
    """The vocabulary: specials, letters and digits (alone and inside a word), every GB 2312 character, and what `texts` hold."""
    counts: dict[str, int] = {}
    for text in texts:
        for character in normalise(text):
            counts[character] = counts.get(character, 0) + 1
    characters = set(gb2312()) | {c for c, n in counts.items() if n >= minimum and len(c.strip()) == 1}
    tokens = SPECIAL + list(LETTERS) + ["##" + c for c in LETTERS] + sorted(characters - set(LETTERS))
    return {token: index for index, token in enumerate(tokens)}


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def normalise(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def is_letter(character: str) -> bool:
    return character in LETTERS


def encode(text: str, vocabulary: dict[str, int], limit: int) -> list[int]:
    """Ids with [CLS] and [SEP], as the JavaScript tokenizer gives them: a letter after a letter continues a word."""
    ids = [CLS]
    inside = False
    for character in normalise(text):
        if not character.strip():
            inside = False
            continue
        letter = is_letter(character)
        token = "##" + character if letter and inside else character
        ids.append(vocabulary.get(token, UNK))
        inside = letter
    return ids[: limit - 1] + [SEP]


def write(vocabulary: dict[str, int], folder: pathlib.Path, limit: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    special = [
        {"id": index, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for index, token in enumerate(SPECIAL)
    ]
    tokenizer = {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": limit, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": False, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [CLS], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [SEP], "tokens": ["[SEP]"]},
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False) + "\n", "utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "model_max_length": limit, "do_lower_case": True,
                    "tokenize_chinese_chars": True, "strip_accents": False, "unk_token": "[UNK]", "sep_token": "[SEP]",
                    "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}, indent=2) + "\n", "utf-8")
