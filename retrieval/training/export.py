"""Writes the encoder as ONNX beside its tokenizer, in the folder layout `@xenova/transformers` loads."""

import json
import pathlib

import torch
from torch import nn

import model


class Exported(nn.Module):
    """The pipeline passes token_type_ids; they are taken and do nothing."""

    def __init__(self, encoder: model.Encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.encoder(input_ids, attention_mask) + 0.0 * token_type_ids.unsqueeze(-1).to(torch.float32)


def write(encoder: model.Encoder, folder: pathlib.Path) -> None:
    encoder.eval()
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    ids = torch.randint(5, 100, (2, 9))
    ones = torch.ones_like(ids)
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "token_type_ids", "last_hidden_state")}
    torch.onnx.export(Exported(encoder), (ids, ones, ones * 0), str(folder / "onnx" / "model.onnx"),
                      input_names=["input_ids", "attention_mask", "token_type_ids"], output_names=["last_hidden_state"],
                      dynamic_axes=axes, opset_version=13, do_constant_folding=True)
    config = {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": encoder.config["dim"],
              "vocab_size": encoder.config["vocabulary"], "max_position_embeddings": encoder.config["positions"]}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
