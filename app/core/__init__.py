"""The ground floor: store, commands, journal, events, money, time and texts, with no business noun in it."""
