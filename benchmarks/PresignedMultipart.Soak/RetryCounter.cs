using Microsoft.Extensions.Logging;

namespace PresignedMultipart.Soak;

/// <summary>Counts what the uploader says of its troubles.</summary>
internal sealed class RetryCounter : ILoggerFactory, ILogger
{
    private int _retries;

    public int Retries => _retries;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It writes nowhere.");

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is "PartRetried" or "PartDamaged" or "PartWaitsForStorage" or "CompletionUnanswered")
        {
            Interlocked.Increment(ref _retries);
        }
    }
}
