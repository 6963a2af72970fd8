using System.CommandLine;
using System.CommandLine.Invocation;

namespace Samples;

/// <summary>Runs a command: one line for a failure, nothing left in the storage after Ctrl+C.</summary>
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

    public static void SetAction(Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            return await action(parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted. The upload was aborted; nothing was left in the storage.");
            return Interrupted;
        }
#pragma warning disable CA1031 // A command line ends with a message, not with a stack trace.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Failed;
        }
    });
}
