"""What the recorder of inference keeps, replaces and refuses."""

import sys

import numpy as np
import pytest

from benchmarks import inference as benchmark

AMD = """processor\t: 0
cpu family\t: 25
model\t\t: 1
model name\t: AMD EPYC
processor\t: 1
cpu family\t: 99
model name\t: another
"""


def entry(processor, forced=None, date="2026-11-26"):
    return {"machine": {"processor": processor}, "forced": forced, "date": date}


def test_a_new_run_replaces_only_its_own_entries():
    old = [entry("A"), entry("A", "Nehalem"), entry("B", date="2026-01-01")]
    new = [entry("B")]
    assert benchmark.merged(old, new) == [entry("B"), entry("A"), entry("A", "Nehalem")]
    assert benchmark.merged([], new) == new
    both = [entry("A", date="2027-01-01"), entry("A", "Nehalem", "2027-01-01")]
    assert benchmark.merged(old, both) == [*both, old[2]]


@pytest.mark.parametrize("load", [0.51, 12.5])
def test_a_record_under_load_is_refused_before_anything_is_measured(monkeypatch, load):
    monkeypatch.setattr(benchmark.os, "getloadavg", lambda: (load, 0, 0))
    monkeypatch.setattr(benchmark, "in_its_own_process", None)
    monkeypatch.setattr(sys, "argv", ["inference.py", "--record"])
    with pytest.raises(SystemExit, match=f"mean load .* is {load:.2f}; .* 0.5 or less"):
        benchmark.main()


def test_an_idle_machine_is_let_through():
    benchmark.refuse_a_busy_machine(0.5)


def test_a_kernel_that_the_processor_lacks_is_named(monkeypatch):
    died = benchmark.subprocess.CompletedProcess([], -4, "", "")
    monkeypatch.setattr(benchmark.subprocess, "run", lambda *_, **__: died)
    with pytest.raises(SystemExit, match="cannot run the kernel SkylakeX$"):
        benchmark.in_its_own_process(1, 1, "SkylakeX")


def test_the_processor_is_told_with_family_and_model(tmp_path):
    path = tmp_path / "cpuinfo"
    path.write_text(AMD)
    assert benchmark.processor(path) == "AMD EPYC (cpu family 25, model 1)"
    path.write_text("processor : 0\nBogoMIPS : 50\n")
    assert benchmark.processor(path)
    assert benchmark.processor(tmp_path / "missing")


def test_every_step_gives_the_network_s_answer():
    network, x = benchmark.a_network(), benchmark.some_images(1_000)
    expected = network.forward(x)
    for name, run in benchmark.steps(network, x).items():
        np.testing.assert_allclose(run(), expected, atol=1e-5, err_msg=name)
