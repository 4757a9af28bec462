"""What is said without Chromium, and where a printed page begins; the rest needs a browser."""

from bookproof import __main__ as command
from bookproof.editions import pdf


def test_without_chromium_one_sentence_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert command.main(["--pdf", str(tmp_path / "a.pdf")]) == 2
    assert capsys.readouterr().err == (
        "a PDF needs Chromium or Chrome: on the PATH, or named by CHROMIUM\n"
    )
    assert not (tmp_path / "a.pdf").exists()


def test_pages_are_counted_in_their_order():
    printed = (
        b"7 0 obj\n<</Type /Page\n/Resources 1 >>\n3 0 obj\n<</Type /Page\n>>\n"
        b"9 0 obj\n<</Type /Pages\n/Count 2>>\n"
        b"<</ch02 [3 0 R /XYZ 6 826 0]\n/ch02-and.neuron [7 0 R /XYZ 6 8 0]>>"
    )
    assert pdf.starts(printed) == {"ch02": 2}
