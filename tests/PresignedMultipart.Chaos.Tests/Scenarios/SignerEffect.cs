namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>What a provider does otherwise.</summary>
public enum SignerEffect
{
    /// <summary>Refuses with 503.</summary>
    IsDown,

    /// <summary>Refuses with 429.</summary>
    Throttles,

    /// <summary>Refuses with 403.</summary>
    Refuses,

    /// <summary>Throws what the contract does not name.</summary>
    Breaks,

    /// <summary>Throws the cancellation of a time-out of its own.</summary>
    TimesOut,

    /// <summary>Carries the call out and then breaks.</summary>
    LosesItsAnswer,

    /// <summary>Answers <see langword="null"/>, or one URL too few.</summary>
    AnswersNothing,

    /// <summary>Takes five seconds and heeds its token.</summary>
    IsSlow,

    /// <summary>Takes five seconds and ignores its token.</summary>
    IsDeaf,

    /// <summary>Hands out URLs whose signature is wrong.</summary>
    SignsWrong,

    /// <summary>Aborts the upload behind the uploader's back, and then carries the call out.</summary>
    AbortsBefore,
}
