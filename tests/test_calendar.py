"""Calendar files: what other programs read in them."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from adapters.calendar import Entry, call, decision, feed, write

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 4, 3)


def only_event(file: bytes) -> Event:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_the_decision_is_a_whole_day_that_keeps_nobody_busy() -> None:
    event = only_event(write(decision("0ffe", "Okta", DAY), NOW))
    assert event.decoded("dtstart") == DAY
    assert event.decoded("dtend") == DAY + timedelta(days=1)
    assert event.decoded("dtstamp") == NOW
    assert str(event["summary"]) == "Decision about Okta"
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")


def test_a_call_is_at_the_time_that_clocks_show() -> None:
    file = write(call("0ffe", "Okta", datetime(2026, 4, 1, 9, 30)), NOW)  # noqa: DTZ001 (no zone on purpose)
    assert b"DTSTART:20260401T093000\r\n" in file
    assert b"DTEND:20260401T100000\r\n" in file
    assert b"TZID" not in file


def test_a_later_day_moves_the_same_entry() -> None:
    first = only_event(write(decision("0ffe", "Okta", DAY), NOW))
    later = only_event(write(decision("0ffe", "Okta", DAY + timedelta(days=30)), NOW + timedelta(days=3)))
    assert first["uid"] == later["uid"]
    assert int(str(first["sequence"])) < int(str(later["sequence"]))
    assert only_event(write(decision("0fff", "Okta", DAY), NOW))["uid"] != first["uid"]
    assert only_event(write(call("0ffe", "Okta", NOW), NOW))["uid"] != first["uid"]


def test_the_uid_does_not_tell_what_it_is_made_of() -> None:
    assert b"0ffe0ffe0ffe0ffe" not in write(decision("0ffe0ffe0ffe0ffe", "Okta", DAY), NOW)


def test_odd_names_stay_one_line_of_text() -> None:
    name = "A; B, C\nATTENDEE:mailto:x@y.example \\ “Ü” " + "long " * 40
    file = write(decision("0ffe", name, DAY), NOW)
    assert str(only_event(file)["summary"]) == f"Decision about {name}"
    assert b"\r\nATTENDEE" not in file
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_a_file_is_whole() -> None:
    file = write(Entry("x@warmline", DAY, DAY + timedelta(days=1), "Title", "Text"), NOW)
    assert file.startswith(b"BEGIN:VCALENDAR\r\n")
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"PRODID:" in file
    assert b"METHOD:PUBLISH" in file


def test_a_phone_rings_the_morning_before_the_decision_and_shortly_before_the_call() -> None:
    for entry, rings in (
        (decision("0ffe", "Okta", DAY), timedelta(hours=-15)),
        (call("0ffe", "Okta", datetime(2026, 4, 1, 9, 30)), timedelta(minutes=-10)),  # noqa: DTZ001 (no zone on purpose)
    ):
        (alarm,) = only_event(write(entry, NOW)).walk("VALARM")
        assert alarm.decoded("trigger") == rings
        assert str(alarm["description"]) == entry.title


def test_a_feed_has_a_name_and_leaves_the_reminding_to_us() -> None:
    file = feed([("end:1", DAY, "Okta: the term ends", "")], NOW)
    calendar = Calendar.from_ical(file)
    assert (calendar["name"], calendar["x-wr-calname"]) == ("Warmline", "Warmline")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in file
    assert b"X-PUBLISHED-TTL:PT12H\r\n" in file
    assert calendar.walk("VALARM") == []
    assert "description" not in only_event(file)
