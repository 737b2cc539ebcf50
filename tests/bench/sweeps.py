"""Realistic mentoring sweeps of any size, invented, from one number."""

from __future__ import annotations

from typing import Any

import numpy as np

_MENTORS_A_REQUEST = 36


def make_sweep(requests: int, mentors: int, number: int = 1) -> dict[str, Any]:
    """A `roundtrip.mentoring/1` value: about 36 mentors fit a request, one request in ten is urgent, a mentor
    takes one to four."""
    chance = np.random.default_rng(number)
    many = np.minimum(chance.poisson(_MENTORS_A_REQUEST, requests) + 1, mentors)
    return {
        "format": "roundtrip.mentoring/1",
        "seed": f"bench {number}",
        "mentors": [
            {"id": f"M{mentor:05d}", "capacity": capacity}
            for mentor, capacity in enumerate(chance.integers(1, 5, mentors).tolist())
        ],
        "requests": [
            {"id": f"R{request:05d}", "urgency": urgency}
            for request, urgency in enumerate((chance.random(requests) < 0.1).astype(int).tolist())
        ],
        "pairs": [
            [f"R{request:05d}", f"M{mentor:05d}", points]
            for request, count in enumerate(many.tolist())
            for mentor, points in zip(
                chance.choice(mentors, count, replace=False).tolist(),
                chance.integers(200, 1001, count).tolist(),
                strict=True,
            )
        ],
    }
