using System.Diagnostics;
using System.Globalization;
using PresignedMultipart.Throughput.Clients;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>Runs a client's process and measures the whole of it.</summary>
internal static class ProcessMeter
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(25);

    public static async Task<ProcessRun> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardError = true;
        TimeSpan cpuBefore = ChildCpu.Read();
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var memory = new List<MemorySample>();
            long peak = 0;
            string id = process.Id.ToString(CultureInfo.InvariantCulture);
            Task exited = process.WaitForExitAsync(cancellationToken);
            while (!exited.IsCompleted)
            {
                ProcessMemory now = ProcessMemory.Of(id);
                if (now.ResidentBytes > 0)
                {
                    memory.Add(new(Stopwatch.GetElapsedTime(began), now.ResidentBytes));
                    peak = Math.Max(peak, now.PeakBytes);
                }

                await Task.WhenAny(exited, Task.Delay(SamplingInterval, cancellationToken));
            }

            await exited;
            TimeSpan wall = Stopwatch.GetElapsedTime(began);
            TimeSpan cpu = ChildCpu.Read() - cpuBefore;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{start.FileName} ended with exit code {process.ExitCode}: {(await errors).Trim()}");
            }

            ClientReport report = ClientReport.Parse((await output).Trim());
            return new ProcessRun(cpu, wall, Math.Max(peak, report.PeakResidentBytes), memory, report, (await errors).Trim());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
