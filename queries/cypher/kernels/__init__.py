"""Operations on whole columns."""
