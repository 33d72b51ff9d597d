"""Exercises in the practice copy: lessons by role that tick themselves off by what was really done."""
