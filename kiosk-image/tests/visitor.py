"""What visitors do at the screen. What returns was seen on the screen, so the kiosk has acknowledged it."""

import time

HOME = "Вземете билет"


def take_ticket(guest, keep=None):
    """From the home screen to a ticket of the first queue; what its code says."""
    guest.tap_text(HOME)
    guest.tap_text("Гражданско състояние")
    guest.wait_for("Назад", 30)
    guest.tap_text(HOME)
    guest.wait_for("Вашият номер", 40)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if code := guest.picture(keep).code():
            return code
    raise AssertionError("no code is read on the ticket's screen")


def rate(guest):
    """From the home screen to the thanks for a rating."""
    guest.tap_text("Оценете")
    guest.tap_text("Отлично")
    guest.wait_for("Благодарим", 40)


def leave(guest):
    """Back to the home screen, to which the kiosk also goes by itself."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        picture = guest.picture()
        if picture.find(HOME):
            return
        if place := picture.find("Готово"):
            guest.tap(*place)
        time.sleep(0.5)
    raise AssertionError("the home screen does not come back")
