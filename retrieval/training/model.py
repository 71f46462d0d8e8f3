"""The embedding model: characters in, one vector a character out; the pipeline takes their mean.

Three designs share one interface, so that they can be compared on the same footing (see DESIGN.md):

* ``bag``          a vector a character, nothing else;
* ``ngram``        vectors of 1-, 2- and 3-character windows (a convolution each), the static n-gram design;
* ``transformer``  a small pre-norm transformer, optionally pre-trained on law articles.

Every forward takes ``input_ids`` and ``attention_mask`` of shape [batch, length] and returns
``last_hidden_state`` of shape [batch, length, dim].
"""

import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP, MASK = range(5)


class Block(nn.Module):
    """One pre-norm transformer layer. Written out, because it has to export to plain ONNX operators."""

    def __init__(self, dim: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)
        self.feed_norm = nn.LayerNorm(dim)
        self.up = nn.Linear(dim, 4 * dim)
        self.down = nn.Linear(4 * dim, dim)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        batch, length, dim = x.shape
        size = dim // self.heads
        qkv = self.qkv(self.attention_norm(x)).reshape(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0], qkv[1], qkv[2]
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(size) + bias, dim=-1)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, dim)
        x = x + self.dropout(self.out(mixed))
        return x + self.dropout(self.down(torch.relu(self.up(self.feed_norm(x)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary: int, design: str, dim: int, layers: int = 2, heads: int = 4,
                 positions: int = 128, dropout: float = 0.1):
        super().__init__()
        self.config = dict(vocabulary=vocabulary, design=design, dim=dim, layers=layers, heads=heads,
                           positions=positions, dropout=dropout)
        self.design = design
        self.embed = nn.Embedding(vocabulary, dim, padding_idx=PAD)
        nn.init.normal_(self.embed.weight, std=0.05)
        self.dropout = nn.Dropout(dropout)
        if design == "ngram":
            self.convolutions = nn.ModuleList(nn.Conv1d(dim, dim, width, padding=width // 2) for width in (2, 3))
            self.project = nn.Linear(3 * dim, dim)
        if design == "transformer":
            self.positions = nn.Embedding(positions, dim)
            nn.init.normal_(self.positions.weight, std=0.02)
            self.blocks = nn.ModuleList(Block(dim, heads, dropout) for _ in range(layers))
            self.norm = nn.LayerNorm(dim)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        mask = attention_mask.unsqueeze(-1).to(torch.float32)
        x = self.embed(input_ids)
        if self.design == "transformer":
            x = x + self.positions(torch.arange(input_ids.shape[1], device=input_ids.device).unsqueeze(0))
            x = self.dropout(x)
            bias = (1.0 - attention_mask.to(torch.float32)).unsqueeze(1).unsqueeze(1) * -1e4
            for block in self.blocks:
                x = block(x, bias)
            return self.norm(x)
        x = self.dropout(x * mask)
        if self.design == "ngram":
            length = x.shape[1]
            wide = [torch.relu(conv(x.transpose(1, 2)))[:, :, :length].transpose(1, 2) for conv in self.convolutions]
            x = self.project(torch.cat([x, *wide], dim=-1))
        return x


def pooled(encoder: Encoder, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
    """The sentence vector as the JavaScript pipeline computes it: masked mean, then length one."""
    hidden = encoder(input_ids, attention_mask)
    mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
    return F.normalize((hidden * mask).sum(1) / mask.sum(1).clamp(min=1), dim=-1)


def save(encoder: Encoder, path: pathlib.Path) -> None:
    torch.save({"config": encoder.config, "state": encoder.state_dict()}, path)


def load(path: pathlib.Path) -> Encoder:
    stored = torch.load(path, map_location="cpu")
    encoder = Encoder(**stored["config"])
    encoder.load_state_dict(stored["state"])
    return encoder


def read_vocabulary(folder: pathlib.Path) -> dict[str, int]:
    return json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
