using System.CommandLine;
using System.CommandLine.Invocation;
using PresignedMultipart;

namespace Samples;

/// <summary>Runs a command: one line for a failure, and after Ctrl+C nothing left in the storage, or a word of how to go on.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    // The clean-up after Ctrl+C takes a request or two, and gives up after 30 s.
    private static readonly InvocationConfiguration Patient = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) };

    public static Task<int> RunAsync(RootCommand command, string[] args)
    {
        ParseResult parsed = command.Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
        {
            mistake.ShowHelp = false;
        }

        return parsed.InvokeAsync(Patient);
    }

    /// <param name="command">The command.</param>
    /// <param name="action">What it does; returns the exit code.</param>
    /// <param name="describeRest">
    /// What a failure or Ctrl+C left, and how to go on; empty when there is nothing to say. <see langword="null"/>, also as its answer, for
    /// an upload that was aborted.
    /// </param>
    public static void SetAction(Command command, Func<ParseResult, CancellationToken, Task<int>> action, Func<ParseResult, Task<string?>>? describeRest = null) => command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            return await action(parsed, cancellationToken);
        }
        catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            string rest = cancelled.InnerException is UploadException { LeftParts: true } or AggregateException ? cancelled.Message : (describeRest is null ? null : await describeRest(parsed)) ?? "What was under way was aborted; nothing of it was left in the storage.";
            await Console.Error.WriteLineAsync($"Interrupted. {rest}".TrimEnd());
            return Interrupted;
        }
#pragma warning disable CA1031 // A command line ends with a message, not with a stack trace.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(failure.Message);
            if (failure is UploadException { LeftParts: true, CanResume: false })
            {
                await Console.Error.WriteLineAsync("The upload could not be aborted; its parts may still lie in the storage and cost money.");
            }

            if (describeRest is not null && await describeRest(parsed) is { Length: > 0 } rest)
            {
                await Console.Error.WriteLineAsync(rest);
            }

            return Failed;
        }
    });
}
