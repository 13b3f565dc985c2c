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

package com.chatbotkit.springai.test.context;

import com.chatbotkit.springai.test.record.RecordedEndpoint;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds the endpoint that records or replays, and its connection details, to an
 * application context. Two customizers are equal, so that Spring's context cache still
 * works.
 */
record RecordingContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		TestBeans.register(RecordingConfiguration.class, context);
		if (TestBeans.hasStarter(context)) {
			TestBeans.register(RecordedConnectionConfiguration.class, context);
			if (!RecordedEndpoint.isRecording()) {
				TestDefaults.addTo(context.getEnvironment(), RecordedEndpoint.BOT);
			}
		}
	}

}
