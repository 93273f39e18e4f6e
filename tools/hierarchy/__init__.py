"""The hierarchy of ImageNet's classes: WordNet's synsets, and two reviewed tables that say which of
them people use and where WordNet's place is not people's."""
