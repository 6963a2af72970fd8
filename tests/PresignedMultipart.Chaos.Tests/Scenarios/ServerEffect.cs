namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Every kind of fault that the test endpoint offers.</summary>
public enum ServerEffect
{
    Answer,
    AnswerBeforeBody,
    AnswerWithText,
    ErrorInBody,
    ErrorInBodyAfterEffect,
    ResetBeforeBody,
    ResetAfterBytes,
    ResetAfterBody,
    LoseAnswer,
    TruncateAnswer,
    StallForGood,
    StallForAWhile,
    HoldAnswerForGood,
    HoldAnswerForAWhile,
    Delay,
    Slow,
    ExpiredUrl,
    ClockBehind,
    CorruptByte,
    DropETag,
    WrongETag,
    WrongChecksum,
}
