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

package com.chatbotkit.compatibility.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A proxy in front of the client, which lets tunnels to one port pass.
 */
enum ForwardProxy {

	TINYPROXY("tinyproxy", "tinyproxy") {
		@Override
		String configuration(Path folder, int port, int allowed) {
			return """
					Port %d
					Listen 127.0.0.1
					Timeout 60
					LogLevel Warning
					Allow 127.0.0.1
					ConnectPort %d
					""".formatted(port, allowed);
		}
	},

	SQUID("squid", "squid") {
		@Override
		String configuration(Path folder, int port, int allowed) {
			return """
					http_port 127.0.0.1:%d
					acl server port %d
					http_access allow CONNECT server
					http_access deny all
					cache deny all
					cache_log /dev/stderr
					access_log none
					pid_filename none
					coredump_dir %s
					shutdown_lifetime 1 seconds
					netdb_filename none
					pinger_enable off
					""".formatted(port, allowed, folder);
		}
	};

	private final String label;

	private final String program;

	ForwardProxy(String label, String program) {
		this.label = label;
		this.program = program;
	}

	String label() {
		return this.label;
	}

	/**
	 * Starts it.
	 * @param folder where it has its files
	 * @param port where it listens
	 * @param allowed the only port that it makes tunnels to
	 */
	Program start(Path folder, int port, int allowed) throws IOException, InterruptedException {
		Path file = Files.writeString(folder.resolve("proxy.conf"), configuration(folder, port, allowed));
		return Program.start(folder, port,
				this.program.equals("squid") ? new String[] { "squid", "-N", "-f", file.toString() }
						: new String[] { "tinyproxy", "-d", "-c", file.toString() });
	}

	abstract String configuration(Path folder, int port, int allowed);

}
