namespace PresignedMultipart.Integration.Tests;

/// <summary>What happens to a request on its way to the server. All but <see cref="LoseAnswer"/> happen when half of its body has passed.</summary>
internal enum LineFault
{
    /// <summary>Nothing but what the test does meanwhile.</summary>
    None,

    /// <summary>One bit of the body is flipped.</summary>
    FlipBit,

    /// <summary>The line is reset.</summary>
    Cut,

    /// <summary>Nothing passes any more.</summary>
    Stall,

    /// <summary>The whole request arrives, and the line is reset instead of answering it.</summary>
    LoseAnswer,
}
