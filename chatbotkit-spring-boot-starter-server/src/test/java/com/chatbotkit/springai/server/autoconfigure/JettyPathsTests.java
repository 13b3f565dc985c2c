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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the paths that Jetty passes.
 */
class JettyPathsTests {

	@ParameterizedTest
	@EnumSource(names = { "WEB_MVC_ON_JETTY", "WEB_FLUX_ON_JETTY" })
	void onlyTheEndpointsOwnMayBeWrittenInAnySpelling(Stack stack) {
		try (ServedApplication application = ServedApplication.start(stack, OneAgent.class,
				"server.servlet.context-path=/app", "spring.webflux.base-path=/app")) {
			assertThat(status(application, "/app/v1/models/bot%2Fid=support")).isEqualTo(200);
			assertThat(status(application, "/app/v1//models")).isEqualTo(200);
			for (String path : new String[] { "/v1/models/bot%2Fid=support", "/app/other/a%2Fb", "/app//other",
					"/app/v1/models/..%2F..%2Fother", "/app/v1//..//other", "/app/v1/models/%2e%2e/other%2F" }) {
				assertThat(status(application, path)).as(path).isEqualTo(400);
			}
			assertThat(status(application, "/app/other")).isEqualTo(404);
		}
	}

	private static int status(ServedApplication application, String path) {
		return application.request("GET", path, "").status();
	}

}
