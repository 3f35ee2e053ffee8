"""Behind each number of the scoring table stands a case that notices when it is not there."""

import inspect
import re
from pathlib import Path

import pytest
from weights import SCORING, SHARE, Weights

from publish.dump import predicates
from publish.dump.predicates import pair_of


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Weights:
    """The table and its cases."""
    return Weights(Path(tmp_path_factory.mktemp("dumps")))


def test_each_row_names_cases_that_are_there(weights: Weights) -> None:
    assert [str(number) for number in weights.numbers() if not number.named] == []
    named = {title for number in weights.numbers() for title in number.named}
    assert named - weights.known.keys() == set()


def test_hardly_a_number_can_be_taken_out_without_a_case_of_its_row_noticing(weights: Weights) -> None:
    numbers = list(weights.numbers())
    unnoticed = [str(number) for number in numbers if not weights.is_noticed(number, 0.0)]
    assert len(unnoticed) < SHARE * len(numbers), unnoticed


def test_each_predicate_is_asked_by_a_row_or_by_another() -> None:
    table, code = SCORING.read_text("utf-8"), inspect.getsource(predicates)
    functions = inspect.getmembers(predicates, inspect.isfunction)
    known = [name for name, made in functions if made.__module__ == predicates.__name__ and name[0] != "_"]
    known.remove(pair_of.__name__)
    assert [name for name in known if not re.search(rf"\b{name}\b", table) and code.count(f"{name}(") < 2] == []
