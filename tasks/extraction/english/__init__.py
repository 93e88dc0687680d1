"""What the steps know of English: each word list and each form of words has its one place here."""
