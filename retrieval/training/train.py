"""Trains the encoder on sayings: each is drawn to its label's prototype and away from the others' (cosine softmax).

    python3 train.py --data training.jsonl --homophones homophones.json --out MODEL_FOLDER [--pretrained pretrained.pt]

`training.jsonl` comes from `npm run training:data`: {"text", "label"} a line, texts already normalised.
Noise that people make is added on the fly: homophones, characters lost or swapped, fillers, cut-off stories.
Seeded; prints the accuracy on a held-out tenth every few epochs when --hold-out is given.
"""

import argparse
import json
import pathlib
import random
import re
import time

import numpy
import torch
from torch.nn import functional as F

import export
import model
import tokenizer

LIMIT = 128
FILLERS = ["嗯", "那个", "就是", "喂", "请问", "你好", "啊", "就是说", "我想问一下", "咨询", "这个", "麻烦问下"]


class Noise:
    def __init__(self, path: str, seed: int):
        self.sound = {c: s for s, characters in json.load(open(path, encoding="utf-8")).items() for c in characters}
        self.same = json.load(open(path, encoding="utf-8"))
        self.random = random.Random(seed)

    def __call__(self, text: str) -> str:
        r = self.random
        if len(text) > 60 and r.random() < 0.4:
            text = self.cut(text)
        characters = list(text)
        rate = r.choice([0, 0, 0.03, 0.08, 0.15])
        out = []
        for character in characters:
            if r.random() >= rate:
                out.append(character)
                continue
            kind = r.random()
            if kind < 0.6 and character in self.sound:
                out.append(r.choice(self.same[self.sound[character]]))
            elif kind < 0.8:
                continue
            elif kind < 0.9 and out:
                out[-1:] = [character, out[-1]]
            else:
                out.append(character)
        text = "".join(out) or text
        if r.random() < 0.15:
            text = re.sub(r"[，。？！、；：,.?!]", r.choice(["", " "]), text)
        if r.random() < 0.12:
            text = r.choice(FILLERS) + text
        return text

    def cut(self, text: str) -> str:
        """Some of a story's sentences, always in order."""
        parts = [part for part in re.split(r"(?<=[。？！；，])", text) if part]
        if len(parts) < 4:
            return text
        keep = self.random.randint(len(parts) // 2, len(parts) - 1)
        start = self.random.randint(0, len(parts) - keep)
        return "".join(parts[start : start + keep])


def batch_of(texts, vocabulary):
    encoded = [tokenizer.encode(text, vocabulary, LIMIT) for text in texts]
    length = max(map(len, encoded))
    ids = torch.zeros((len(encoded), length), dtype=torch.long)
    for row, tokens in enumerate(encoded):
        ids[row, : len(tokens)] = torch.tensor(tokens)
    return ids, (ids != model.PAD).long()


def vectors(encoder, texts, vocabulary):
    encoder.eval()
    with torch.no_grad():
        out = torch.cat([model.pooled(encoder, *batch_of(texts[i : i + 128], vocabulary)) for i in range(0, len(texts), 128)])
    encoder.train()
    return out


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", required=True)
    options.add_argument("--homophones", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--pretrained")
    options.add_argument("--design", default="transformer", choices=["bag", "ngram", "transformer"])
    options.add_argument("--dim", type=int, default=192)
    options.add_argument("--layers", type=int, default=2)
    options.add_argument("--heads", type=int, default=3)
    options.add_argument("--epochs", type=int, default=24)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--rate", type=float, default=6e-4)
    options.add_argument("--scale", type=float, default=16.0)
    options.add_argument("--pairs", type=float, default=0.3, help="weight of the contrast between sayings of a batch")
    options.add_argument("--smoothing", type=float, default=0.05)
    options.add_argument("--dropout", type=float, default=0.1)
    options.add_argument("--hold-out", type=float, default=0.0)
    options.add_argument("--test", help="jsonl of {text, label}, only looked at")
    options.add_argument("--seed", type=int, default=2022)
    chosen = options.parse_args()

    torch.manual_seed(chosen.seed)
    shuffle = random.Random(chosen.seed)
    rows = [json.loads(line) for line in open(chosen.data, encoding="utf-8")]
    labels = sorted({row["label"] for row in rows})
    index = {label: i for i, label in enumerate(labels)}
    shuffle.shuffle(rows)
    held = rows[: int(len(rows) * chosen.hold_out)]
    rows = rows[len(held) :]
    if chosen.test:
        held = [r for r in map(json.loads, open(chosen.test, encoding="utf-8")) if r["label"] in index]

    vocabulary = tokenizer.build([])
    if chosen.pretrained:
        encoder = model.load(pathlib.Path(chosen.pretrained))
        for module in encoder.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = chosen.dropout
    else:
        encoder = model.Encoder(len(vocabulary), chosen.design, chosen.dim, chosen.layers, chosen.heads, dropout=chosen.dropout)
    dim = encoder.config["dim"]
    prototypes = torch.nn.Parameter(torch.randn(len(labels), dim) * 0.1)
    optimiser = torch.optim.AdamW([{"params": encoder.parameters(), "lr": chosen.rate}, {"params": [prototypes], "lr": 5 * chosen.rate}], weight_decay=0.01)
    steps = chosen.epochs * ((len(rows) + chosen.batch - 1) // chosen.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [chosen.rate, 5 * chosen.rate], total_steps=steps, pct_start=0.1)
    noise = Noise(chosen.homophones, chosen.seed)

    started = time.time()
    for epoch in range(chosen.epochs):
        shuffle.shuffle(rows)
        # Rows of like length share a batch; the order of the batches stays random.
        chunks = [sorted(rows[i : i + chosen.batch * 16], key=lambda r: len(r["text"])) for i in range(0, len(rows), chosen.batch * 16)]
        batches = [chunk[i : i + chosen.batch] for chunk in chunks for i in range(0, len(chunk), chosen.batch)]
        shuffle.shuffle(batches)
        total = 0.0
        for batch in batches:
            ids, mask = batch_of([noise(row["text"]) for row in batch], vocabulary)
            target = torch.tensor([index[row["label"]] for row in batch])
            out = model.pooled(encoder, ids, mask)
            logits = chosen.scale * out @ F.normalize(prototypes, dim=-1).T
            loss = F.cross_entropy(logits, target, label_smoothing=chosen.smoothing)
            if chosen.pairs:
                similar = chosen.scale * out @ out.T
                similar.fill_diagonal_(-1e4)
                same = (target[:, None] == target[None, :]).float().fill_diagonal_(0)
                with_pair = same.sum(1) > 0
                if with_pair.any():
                    log = F.log_softmax(similar, dim=-1)
                    loss = loss - chosen.pairs * ((log * same).sum(1) / same.sum(1).clamp(min=1))[with_pair].mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        line = f"epoch {epoch + 1}/{chosen.epochs} loss {total / len(batches):.3f} {time.time() - started:.0f} s"
        if held and (epoch % 4 == 3 or epoch == chosen.epochs - 1):
            found = vectors(encoder, [row["text"] for row in held], vocabulary) @ F.normalize(prototypes, dim=-1).T
            right = (found.argmax(1) == torch.tensor([index[row["label"]] for row in held])).float().mean()
            line += f" held-out accuracy {right:.4f}"
        print(line, flush=True)

    folder = pathlib.Path(chosen.out)
    tokenizer.write(vocabulary, folder, LIMIT)
    export.write(encoder, folder)


if __name__ == "__main__":
    main()
