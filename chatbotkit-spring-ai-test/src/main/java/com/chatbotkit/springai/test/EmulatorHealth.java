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

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

import com.chatbotkit.springai.test.page.EmulatorPage;

/**
 * Checks whether a running emulator answers, for the health check of a container.
 */
final class EmulatorHealth {

	static final String OPTION = "--health";

	private static final int TIMEOUT = 2000;

	private EmulatorHealth() {
	}

	/**
	 * Returns the exit status: 0 if an emulator answers on that port of this machine,
	 * else 1.
	 */
	static int status(int port) {
		URI uri = URI.create("http://127.0.0.1:" + port + EmulatorPage.HEALTH);
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout(TIMEOUT);
			connection.setReadTimeout(TIMEOUT);
			return (connection.getResponseCode() == HttpURLConnection.HTTP_OK) ? 0 : 1;
		}
		catch (IOException ex) {
			// Not reachable: this is what the exit status reports.
			return 1;
		}
	}

}
