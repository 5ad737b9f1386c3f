"""Finding by what was typed or said: characters, pinyin, likeness. Pure computation, no store."""
