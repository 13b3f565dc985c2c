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

package com.chatbotkit.springai.server.autoconfigure;

import java.net.Socket;
import java.nio.charset.StandardCharsets;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeysAndLimitsOverWebMvcTests extends KeysAndLimitsCases {

	KeysAndLimitsOverWebMvcTests() {
		super(Stack.WEB_MVC);
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_MVC", "WEB_MVC_ON_JETTY" })
	void aSlowSenderIsToldThatItIsAndHoldsNoThreadAnyLonger(Stack stack) throws Exception {
		try (ServedApplication application = ServedApplication.start(stack, OneAgent.class,
				"server.tomcat.connection-timeout=500ms", "server.jetty.connection-idle-timeout=500ms");
				Socket socket = application.connect()) {
			socket.getOutputStream()
				.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
						+ ServedApplication.KEY
						+ "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"model\":")
					.getBytes(StandardCharsets.UTF_8));
			Answer answer = Answer.read(socket.getInputStream());
			assertThat(answer.status()).isEqualTo(408);
		}
	}

}
