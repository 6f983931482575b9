"""What an analysis and a simulation of one model say: self-contained HTML pages, and words for the terminal."""
