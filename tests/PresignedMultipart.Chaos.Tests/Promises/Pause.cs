namespace PresignedMultipart.Chaos.Tests.Promises;

/// <summary>A pause from when it had become quiet.</summary>
/// <param name="IsPaused">Whether it was still paused at its end.</param>
/// <param name="OnTheWay">How many requests with bytes were on the way.</param>
/// <param name="Sent">How many were begun meanwhile.</param>
internal sealed record Pause(bool IsPaused, int OnTheWay, int Sent);
