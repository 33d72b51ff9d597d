"""Icons, sounds, translations, help, rules and the sample shop."""
