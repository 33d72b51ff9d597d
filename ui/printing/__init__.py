"""The print studio: the queue of this station, previews, labels and cards."""
