using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Remote.Resilience;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The back end's {Call} failed ({Reason}) at try {Attempt}; the next one is in {Delay}.", EventName = "CallIsRepeated")]
    public static partial void CallIsRepeated(ILogger logger, string? call, int attempt, string reason, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Warning, "The back end failed so often that no call is sent to it for {Break}.", EventName = "CircuitOpened")]
    public static partial void CircuitOpened(ILogger logger, TimeSpan @break);
}
