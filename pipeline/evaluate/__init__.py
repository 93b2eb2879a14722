"""Score records against gold documents: precision, recall and F1 of every field, and the floors they must keep."""

from pipeline.evaluate.floors import Floors
from pipeline.evaluate.gold import GoldDocument, gold_documents, require_gold
from pipeline.evaluate.gold_export import Exported, export_gold
from pipeline.evaluate.measure import Evaluation, evaluate_gold, evaluate_inputs, evaluate_records, is_records_file
from pipeline.evaluate.tally import Tally

__all__ = [
    "Evaluation",
    "Exported",
    "Floors",
    "GoldDocument",
    "Tally",
    "evaluate_gold",
    "evaluate_inputs",
    "evaluate_records",
    "export_gold",
    "gold_documents",
    "is_records_file",
    "require_gold",
]
