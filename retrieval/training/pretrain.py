"""Pre-trains the transformer on law articles: masked characters, a fifth of them replaced by a homophone.

    python3 pretrain.py --articles law-articles.jsonl.gz --homophones homophones.json --out pretrained.pt

Seeded; the same machine and thread count give the same weights.
"""

import argparse
import gzip
import json
import pathlib
import random
import time

import numpy
import torch
from torch.nn import functional as F

import model
import tokenizer

LENGTH = 128


def sequences(path: str, vocabulary: dict[str, int]) -> numpy.ndarray:
    """All articles one after another, a [SEP] between them, cut into rows of LENGTH."""
    stream: list[int] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            stream.extend(tokenizer.encode(json.loads(line)["text"], vocabulary, 4096)[1:])
    rows = len(stream) // LENGTH
    return numpy.array(stream[: rows * LENGTH], dtype=numpy.int16).reshape(rows, LENGTH)


def homophone_table(path: str, vocabulary: dict[str, int]) -> numpy.ndarray:
    """For each token eight tokens that sound the same (itself where none does)."""
    table = numpy.repeat(numpy.arange(len(vocabulary))[:, None], 8, axis=1)
    generator = random.Random(1)
    for characters in json.load(open(path, encoding="utf-8")).values():
        ids = [vocabulary[c] for c in characters if c in vocabulary]
        for token in ids:
            others = [other for other in ids if other != token]
            if others:
                table[token] = [generator.choice(others) for _ in range(8)]
    return table


def corrupt(batch: numpy.ndarray, homophones: numpy.ndarray, vocabulary: int, generator) -> tuple:
    """Hides 15 % in spans of one to three: 70 % [MASK], 20 % a homophone, 10 % any character."""
    starts = generator.random(batch.shape) < 0.08
    widths = generator.integers(1, 4, batch.shape)
    chosen = starts.copy()
    chosen[:, 1:] |= starts[:, :-1] & (widths[:, :-1] > 1)
    chosen[:, 2:] |= starts[:, :-2] & (widths[:, :-2] > 2)
    chosen &= batch >= len(model.SPECIAL)
    kind = generator.random(batch.shape)
    noisy = batch.copy()
    noisy[chosen & (kind < 0.7)] = model.MASK
    same_sound = chosen & (kind >= 0.7) & (kind < 0.9)
    noisy[same_sound] = homophones[batch[same_sound], generator.integers(0, 8, same_sound.sum())]
    anything = chosen & (kind >= 0.9)
    noisy[anything] = generator.integers(len(model.SPECIAL), vocabulary, anything.sum())
    return noisy, chosen


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--articles", required=True)
    options.add_argument("--homophones", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--dim", type=int, default=192)
    options.add_argument("--layers", type=int, default=2)
    options.add_argument("--heads", type=int, default=3)
    options.add_argument("--epochs", type=float, default=1)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--seed", type=int, default=2022)
    chosen = options.parse_args()

    torch.manual_seed(chosen.seed)
    generator = numpy.random.default_rng(chosen.seed)
    vocabulary = tokenizer.build([])
    homophones = homophone_table(chosen.homophones, vocabulary)
    rows = sequences(chosen.articles, vocabulary)
    encoder = model.Encoder(len(vocabulary), "transformer", chosen.dim, chosen.layers, chosen.heads, dropout=0.0)
    head = torch.nn.Linear(chosen.dim, len(vocabulary))
    head.weight = encoder.embed.weight
    parameters = list({id(p): p for p in [*encoder.parameters(), *head.parameters()]}.values())
    optimiser = torch.optim.AdamW(parameters, lr=chosen.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = int(len(rows) * chosen.epochs / chosen.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, chosen.rate, total_steps=steps, pct_start=0.06)

    started, running = time.time(), None
    for step in range(steps):
        batch = rows[generator.integers(0, len(rows), chosen.batch)].astype(numpy.int64)
        noisy, hidden = corrupt(batch, homophones, len(vocabulary), generator)
        output = encoder(torch.from_numpy(noisy), torch.ones(noisy.shape, dtype=torch.long))
        where = torch.from_numpy(hidden)
        loss = F.cross_entropy(head(output[where]), torch.from_numpy(batch)[where])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            left = (time.time() - started) / (step + 1) * (steps - step - 1)
            print(f"step {step}/{steps} loss {running:.3f} left {left / 60:.1f} min", flush=True)
        if step % 500 == 499:
            model.save(encoder, pathlib.Path(chosen.out))
    model.save(encoder, pathlib.Path(chosen.out))


if __name__ == "__main__":
    main()
