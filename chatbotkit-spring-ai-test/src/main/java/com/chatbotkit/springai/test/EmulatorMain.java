/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.test;

import java.io.PrintStream;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;

/**
 * Runs the emulator as a command-line program.
 */
final class EmulatorMain {

	private static final int BAD_ARGUMENTS = 2;

	private static final int CANNOT_LISTEN = 1;

	private final PrintStream out;

	private final PrintStream err;

	private @Nullable ChatBotKitEmulator emulator;

	EmulatorMain(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	public static void main(String[] arguments) {
		EmulatorMain main = new EmulatorMain(System.out, System.err);
		int status = main.start(arguments);
		ChatBotKitEmulator emulator = main.emulator();
		if (emulator == null) {
			System.exit(status);
			return;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
		emulator.awaitClose();
	}

	/** Returns the exit status; 0 also if the emulator has been started. */
	int start(String... arguments) {
		if (List.of(arguments).contains("--help")) {
			this.out.print(EmulatorArguments.USAGE);
			return 0;
		}
		try {
			if (List.of(arguments).contains(EmulatorHealth.OPTION)) {
				return EmulatorHealth.status(EmulatorArguments.port(arguments));
			}
			ChatBotKitEmulator started = EmulatorArguments.parse(arguments).start();
			this.out.println("ChatBotKit emulator at " + started.baseUrl());
			this.emulator = started;
			return 0;
		}
		catch (IllegalArgumentException ex) {
			this.err.println(ex.getMessage());
			return BAD_ARGUMENTS;
		}
		catch (ChannelBindException ex) {
			this.err.println("Cannot listen on " + ex.localHost() + ":" + ex.localPort()
					+ ": write another --host or --port. " + ex.getMessage());
			return CANNOT_LISTEN;
		}
	}

	@Nullable ChatBotKitEmulator emulator() {
		return this.emulator;
	}

}
