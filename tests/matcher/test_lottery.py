"""Numbers drawn from the seed, and the seed drawn in public."""

import pytest

from matcher import files, lottery
from tests.matcher import engine, golden, oracle

PROVED = ["network", "round-life/1-frozen", "round-life/2-scenario", "round-life/3-declined"]


@pytest.mark.parametrize("name", PROVED)
def test_commitment_golden_secret(name: str) -> None:
    proof = golden.rotation(name)["seed_proof"]
    assert lottery.commitment(proof["secret"]) == proof["commitment"]


@pytest.mark.parametrize("name", PROVED)
def test_reveal_golden_seed(name: str) -> None:
    rotation = golden.rotation(name)
    proof = rotation["seed_proof"]
    frozen = proof.get("frozen", golden.outcome(name)["snapshot_sha256"])
    assert lottery.reveal(proof["secret"], proof["outside"], frozen) == rotation["seed"]


def test_reveal_round_life_keeps_the_published_hash() -> None:
    published = golden.outcome("round-life/1-frozen")["snapshot_sha256"]
    later = [golden.rotation(f"round-life/{name}") for name in ("2-scenario", "3-declined")]
    assert [rotation["seed_proof"]["frozen"] for rotation in later] == [published, published]


def test_commitment_is_the_digest_of_a_list_of_one() -> None:
    assert lottery.commitment("a heron on the lock gate") == files.sha256(["a heron on the lock gate"])


def test_canonical_sorts_keys_and_escapes_only_what_json_demands() -> None:
    value = {"b": [1, True, {"\U0001f600": "é\u2028\x7f"}], "a": '"\\/\n\x1f', "ﬁ": []}
    expected = '{"a":"\\"\\\\/\\n\\u001f","b":[1,true,{"\U0001f600":"é\u2028\x7f"}],"ﬁ":[]}'
    assert files.canonical(value) == expected.encode("utf-8")


@pytest.mark.parametrize("name", golden.NETWORK)
def test_sha256_golden_inputs(name: str) -> None:
    rotation, outcome = golden.rotation(name), golden.outcome(name)
    snapshot = {key: value for key, value in rotation.items() if key not in ("seed", "seed_proof")}
    assert files.sha256(rotation) == outcome["input_sha256"]
    assert files.sha256(snapshot) == outcome["snapshot_sha256"]


@pytest.mark.parametrize("name", golden.SOLVED)
def test_solve_lottery_and_draw_are_sums_over_the_placed(name: str) -> None:
    rotation = golden.rotation(name)
    outcome = engine.solve(rotation)
    matches, seed = outcome["matches"], rotation["seed"]
    assert [stage["value"] for stage in outcome["stages"][-2:]] == [
        sum(oracle.score(seed, match["executive"]) * (101 - match["choice_rank"]) for match in matches),
        sum(oracle.draw(seed, match["executive"], match["opportunity"]) for match in matches),
    ]


@pytest.mark.parametrize("key", ["secret", "outside", "commitment", "frozen"])
def test_verify_false_seed_proof(key: str) -> None:
    rotation = golden.rotation("round-life/2-scenario")
    rotation["seed_proof"][key] += "."
    outcome = golden.outcome("round-life/2-scenario") | {"input_sha256": oracle.sha256(rotation)}
    assert len(engine.failures(rotation, outcome)) >= 1


def test_verify_seed_of_another_round() -> None:
    rotation = golden.rotation("round-life/1-frozen")
    rotation["seed"] = golden.rotation("network")["seed"]
    assert len(engine.failures(rotation, engine.written(oracle.solve(rotation)))) == 1


def test_solve_false_seed_proof_is_no_matter_of_solving() -> None:
    rotation = golden.rotation("round-life/1-frozen")
    rotation["seed_proof"]["outside"] = "another day"
    assert engine.solve(rotation)["matches"] == golden.outcome("round-life/1-frozen")["matches"]
